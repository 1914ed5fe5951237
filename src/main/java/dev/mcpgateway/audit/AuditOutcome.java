package dev.mcpgateway.audit;

import java.util.Locale;

/** How what was tried ended. */
public enum AuditOutcome {
    /** As was asked. */
    SUCCESS,
    /** Not allowed, so not done. */
    DENIED,
    /** Refused because there was too much of it; not done. */
    LIMITED,
    /** Tried, and an error came of it. */
    FAILED,
    /** Begun, and nobody knows how it ended. */
    UNKNOWN;

    /** The value of the member {@code outcome}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
