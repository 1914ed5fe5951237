package dev.mcpgateway.crypto;

import org.jspecify.annotations.Nullable;

/** The key file cannot be read, is not a key, or is not private. The message names the file and says what to do. */
public final class UnusableKeyFile extends RuntimeException {

    UnusableKeyFile(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
