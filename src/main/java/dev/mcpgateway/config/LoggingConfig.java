package dev.mcpgateway.config;

/** What is logged, and how. */
public record LoggingConfig(
        @Setting(
                value = "auto",
                env = "LOG_FORMAT",
                doc = "'human' for people, 'json' for machines (one object a line); 'auto' is 'human' on a terminal"
                        + " and 'json' otherwise.")
        Format format,

        @Setting(value = "info", env = "LOG_LEVEL", doc = "The least important messages that are logged.")
        Level level) {

    /** The forms of a log line. */
    public enum Format {
        AUTO,
        HUMAN,
        JSON
    }

    /** The levels, from the most talkative to the quietest. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** Returns the defaults. */
    public static LoggingConfig defaults() {
        return Settings.defaults(LoggingConfig.class);
    }
}
