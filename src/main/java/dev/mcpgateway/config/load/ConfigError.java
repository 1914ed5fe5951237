package dev.mcpgateway.config.load;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source the file, flag or environment variable
 * @param line from 1; 0 when the source has no lines
 * @param column from 1; 0 when the source has no lines
 * @param key the key with all above it, separated by dots; empty when the error is about the source as a whole
 * @param message what is wrong and what is allowed; never the value
 */
public record ConfigError(String source, int line, int column, String key, String message) {

    static ConfigError at(Place place, String key, String message) {
        return new ConfigError(place.source(), place.line(), place.column(), key, message);
    }

    /** Returns the error in the form of a compiler: {@code file:line:column: key: message}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        if (!key.isEmpty()) {
            text.append(": ").append(key);
        }
        return text.append(": ").append(message).toString();
    }
}
