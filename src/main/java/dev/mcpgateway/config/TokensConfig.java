package dev.mcpgateway.config;

import java.time.Duration;

/** How long what the gateway gives out is valid. */
public record TokensConfig(
        @Setting(value = "1h", min = "1m", max = "24h", doc = "An access token.")
        Duration accessToken,

        @Setting(value = "30d", min = "5m", max = "365d", doc = "A refresh token; each use gives a new one.")
        Duration refreshToken,

        @Setting(
                value = "60s",
                min = "0s",
                max = "10m",
                doc =
                        "How long a used refresh token gives the same successor once more, for clients that lost the answer."
                                + " Used later it revokes all that came of it.")
        Duration refreshGrace,

        @Setting(value = "60s", min = "10s", max = "10m", doc = "An authorization code.")
        Duration code,

        @Setting(
                value = "10s",
                min = "0s",
                max = "1m",
                doc = "How long a task believes a token without asking the store: what is revoked works no longer.")
        Duration cache,

        @Setting(
                value = "1m",
                min = "0s",
                max = "1h",
                doc =
                        "How much longer a task believes a token that it knows while the store does not answer; nothing can be"
                                + " revoked meanwhile.")
        Duration outage,

        @Setting(
                value = "1h",
                min = "1m",
                max = "24h",
                doc = "How often, at most, a refresh asks the identity provider whether the person is still there.")
        Duration recheck,

        @Setting(value = "12h", min = "5m", max = "30d", doc = "A sign-in of a browser to the gateway's own pages.")
        Duration browserSession,

        @Setting(value = "10m", min = "1m", max = "1h", doc = "The time for signing in and consenting.")
        Duration signIn,

        @Setting(value = "90d", min = "1h", max = "365d", doc = "Longest life of a personal access token.")
        Duration personalToken) {

    /** Returns the defaults. */
    public static TokensConfig defaults() {
        return Settings.defaults(TokensConfig.class);
    }
}
