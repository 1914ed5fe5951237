package dev.mcpgateway.crypto;

import org.jspecify.annotations.Nullable;

/** A key could not be made or opened now; later it may. The message can be shown to whoever runs the gateway. */
public final class KeyUnavailable extends RuntimeException {

    public KeyUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
