package dev.mcpgateway.config;

import java.nio.file.Path;
import java.time.Duration;

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
        Path dataDir,

        @Setting(
                value = "5m",
                min = "1s",
                max = "1h",
                restart = true,
                doc =
                        "How long a key that protects stored records is kept in memory once it was opened. As long as that a"
                                + " task goes on when the keys cannot be reached, and can read what another task has shredded.")
        Duration dataKeyLifetime,

        @Setting(
                value = "10000",
                min = "10",
                restart = true,
                doc = "Of how many owners such keys are kept in memory; a person has one or a few.")
        int dataKeys) {

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
