package dev.mcpgateway.store;

import org.jspecify.annotations.Nullable;

/** Why a {@link RecordStore} did not do what it was asked. The message can be shown to whoever runs the gateway. */
public abstract sealed class StoreException extends RuntimeException
        permits VersionConflict, StoreUnavailable, StoreInUse, StoreCorrupt {

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For an outcome that is part of normal work: without the cost of a stack trace. */
    StoreException(String message) {
        super(message, null, false, false);
    }
}
