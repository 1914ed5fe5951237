package dev.mcpgateway.config.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong and what is worth saying while a configuration is read, so that all of it is said at once. */
final class Problems {
    private final Set<ConfigError> errors = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();

    void error(Place place, String key, String message) {
        errors.add(ConfigError.at(place, key, message));
    }

    /** Notes something that does not stand in the way. */
    void notice(Place place, String key, String message) {
        notices.add(ConfigError.at(place, key, message).toString());
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            List<String> sources =
                    errors.stream().map(ConfigError::source).distinct().toList();
            throw new InvalidConfigException(errors.stream()
                    .sorted(Comparator.comparingInt((ConfigError error) -> sources.indexOf(error.source()))
                            .thenComparingInt(ConfigError::line)
                            .thenComparingInt(ConfigError::column))
                    .toList());
        }
    }
}
