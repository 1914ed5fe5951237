package dev.mcpgateway.crypto;

import org.jspecify.annotations.Nullable;

/** A wrapped key was edited, belongs to something else, or was wrapped under a key that is no longer known. */
public final class UnopenableKey extends RuntimeException {

    public UnopenableKey(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
