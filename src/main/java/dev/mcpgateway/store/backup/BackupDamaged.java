package dev.mcpgateway.store.backup;

import org.jspecify.annotations.Nullable;

/** A file is no backup, or not a whole one. The message says what is wrong and can be shown to whoever runs the gateway. */
public final class BackupDamaged extends RuntimeException {

    BackupDamaged(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    BackupDamaged(String message) {
        this(message, null);
    }
}
