package dev.mcpgateway.session;

import org.jspecify.annotations.Nullable;

/** A stored session cannot be read: damaged, of another kind, or written in a format this gateway does not know. */
public final class MalformedSessionRecord extends RuntimeException {

    MalformedSessionRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
