package dev.mcpgateway.store;

import org.jspecify.annotations.Nullable;

/** Another process has the store's file open; this one must not touch it. */
public final class StoreInUse extends StoreException {

    public StoreInUse(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
