package dev.mcpgateway.provider.upstream.bridge;

import org.jspecify.annotations.Nullable;

/** The levels of log messages, from the least important to the most (RFC 5424). */
enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    private final String value = name().toLowerCase(java.util.Locale.ROOT);

    /** The level of this name; null when there is none. */
    static @Nullable LogLevel of(@Nullable String value) {
        for (LogLevel level : values()) {
            if (level.value.equals(value)) {
                return level;
            }
        }
        return null;
    }

    /** Whether a message of this level is wanted by who wants those from that level on. */
    boolean isAtLeast(LogLevel wanted) {
        return compareTo(wanted) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
