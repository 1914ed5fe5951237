package dev.mcpgateway.config;

import java.time.Duration;

/** MCP sessions, which protocol versions up to 2025-11-25 have. */
public record SessionsConfig(
        @Setting(
                value = "24h",
                min = "1s",
                doc = "A session that was not used for this long is deleted. Several clients do not start anew by"
                        + " themselves, so be generous.")
        Duration idleTimeout,

        @Setting(value = "100000", min = "1", doc = "Most sessions at once; further ones are refused.")
        int max,

        @Setting(value = "32", min = "1", doc = "Most streams of one session open at once.")
        int streamsPerSession,

        @Setting(value = "1m", min = "1s", doc = "How often the last use of a session is written to the store.")
        Duration touchInterval,

        @Setting(value = "1m", min = "1s", doc = "How often expired sessions are looked for.")
        Duration sweepInterval,

        @Setting(
                value = "10s",
                min = "100ms",
                max = "1m",
                doc =
                        "How soon a task notices what another one has changed in a session that it uses itself. A session in"
                                + " use is read that often, in the background; an idle one is not read.")
        Duration freshness,

        @Setting(value = "15m", min = "0s", doc = "How long sessions in memory go on while the store does not answer.")
        Duration storeOutage) {

    /** Returns the defaults. */
    public static SessionsConfig defaults() {
        return Settings.defaults(SessionsConfig.class);
    }
}
