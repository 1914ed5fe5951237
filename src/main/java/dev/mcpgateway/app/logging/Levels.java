package dev.mcpgateway.app.logging;

import dev.mcpgateway.config.LoggingConfig;
import java.util.logging.Level;

/** The five levels of the configuration and those of {@code java.util.logging}. */
final class Levels {
    private Levels() {}

    static Level of(LoggingConfig.Level level) {
        return switch (level) {
            case TRACE -> Level.FINEST;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warn";
        }
        if (value >= Level.INFO.intValue()) {
            return "info";
        }
        return value >= Level.FINE.intValue() ? "debug" : "trace";
    }
}
