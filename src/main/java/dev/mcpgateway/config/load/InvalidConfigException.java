package dev.mcpgateway.config.load;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration was refused; the message has one line for each error. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    InvalidConfigException(List<ConfigError> errors) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** Returns all errors, in the order of the sources. */
    public List<ConfigError> errors() {
        return errors;
    }
}
