package dev.mcpgateway.store;

import org.jspecify.annotations.Nullable;

/** What the store holds is damaged or was written by something else. Nothing was changed. */
public final class StoreCorrupt extends StoreException {

    public StoreCorrupt(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
