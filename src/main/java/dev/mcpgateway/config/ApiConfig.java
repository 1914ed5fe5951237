package dev.mcpgateway.config;

import java.time.Duration;

/** The HTTP API and its WebSocket, for clients that do not speak MCP. */
public record ApiConfig(
        @Setting(value = "true", doc = "Serves /api and /ws.")
        boolean enabled,

        @Setting(
                value = "1MiB",
                min = "1KiB",
                max = "64MiB",
                restart = true,
                doc = "Largest message over the WebSocket. A frame of more than twice that ends the connection.")
        long messageBytes,

        @Setting(
                value = "1024",
                min = "1",
                max = "100000",
                doc = "Most frames that a message over the WebSocket comes in.")
        int messageFrames,

        @Setting(
                value = "5m",
                min = "1s",
                max = "24h",
                doc = "A WebSocket without a request for this long is closed. It is closed at streams.maxAge anyway.")
        Duration idleTimeout,

        @Setting(value = "16", min = "1", max = "1000", doc = "Requests of one WebSocket at a time; further ones wait.")
        int callsPerSocket,

        @Setting(value = "20", min = "0", doc = "WebSockets of one person on each task; 0 is no limit.")
        int socketsPerPerson,

        @Setting(value = "5000", min = "1", doc = "Most WebSockets open at once on each task.")
        int sockets) {

    /** Returns the defaults. */
    public static ApiConfig defaults() {
        return Settings.defaults(ApiConfig.class);
    }
}
