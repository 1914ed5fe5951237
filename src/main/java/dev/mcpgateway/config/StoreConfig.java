package dev.mcpgateway.config;

import java.nio.file.Path;

/** Where sessions are kept. */
public record StoreConfig(
        @Setting(
                value = "embedded",
                restart = true,
                doc = "'embedded' keeps sessions in a file under dataDir, 'memory' forgets them at the end.")
        Kind kind,

        @Setting(
                value = "~/.local/state/mcp-gateway",
                env = "DATA_DIR",
                restart = true,
                doc = "Directory for what the gateway keeps.")
        Path dataDir) {

    /** The stores there are. */
    public enum Kind {
        EMBEDDED,
        MEMORY
    }

    /** Returns the defaults. */
    public static StoreConfig defaults() {
        return Settings.defaults(StoreConfig.class);
    }
}
