package dev.mcpgateway.store;

import org.jspecify.annotations.Nullable;

/** The store is closed, overloaded or cannot reach its file or service. A write that failed so may have happened. */
public final class StoreUnavailable extends StoreException {

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailable(String message) {
        super(message);
    }
}
