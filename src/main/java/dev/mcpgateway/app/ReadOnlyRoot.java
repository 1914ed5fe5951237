package dev.mcpgateway.app;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Vert.x for a container with a read-only root file system and no directory for temporary files. */
public final class ReadOnlyRoot {
    private ReadOnlyRoot() {}

    /** Takes away the directory that Vert.x makes at each start for what it reads from the class path, which is nothing. */
    public static VertxOptions applyTo(VertxOptions options) {
        return options.setFileSystemOptions(
                new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false));
    }
}
