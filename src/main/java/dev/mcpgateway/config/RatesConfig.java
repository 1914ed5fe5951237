package dev.mcpgateway.config;

import java.time.Duration;

/** How much one person, client or upstream may take. Each task counts for itself; where nobody signs in only upstreams count. */
public record RatesConfig(
        @Setting(
                value = "0",
                min = "0",
                doc =
                        "Requests a minute of one person, on each task; further ones get 429 with Retry-After. 0 is no limit.")
        int person,

        @Setting(value = "0", min = "0", doc = "Requests a minute of one OAuth client, whoever uses it, on each task.")
        int client,

        @Setting(value = "0", min = "0", doc = "Requests a minute that one upstream is sent, on each task.")
        int upstream,

        @Setting(
                value = "10s",
                min = "0s",
                max = "1m",
                doc = "How much may come at once: as much as is allowed in this time.")
        Duration burst,

        @Setting(
                value = "1000",
                min = "0",
                doc =
                        "MCP sessions of one person (protocol versions up to 2025-11-25) in the memory of each task; 0 is no"
                                + " limit.")
        int sessionsPerPerson,

        @Setting(value = "200", min = "0", doc = "Standing streams of one person (GET) on each task; 0 is no limit.")
        int streamsPerPerson) {

    /** Returns the defaults. */
    public static RatesConfig defaults() {
        return Settings.defaults(RatesConfig.class);
    }
}
