package dev.mcpgateway.config;

import java.time.Duration;

/** The keys that sign what upstreams are told of people. */
public record SigningConfig(
        @Setting(value = "30d", min = "1d", max = "365d", doc = "Age at which a key is replaced by a new one.")
        Duration keyLifetime,

        @Setting(
                value = "1h",
                min = "1m",
                max = "1d",
                doc =
                        "How long a new key is published before it signs, and an old one after it signed last. Servers that"
                                + " keep the key set for longer may refuse a token.")
        Duration keyOverlap) {

    /** Returns the defaults. */
    public static SigningConfig defaults() {
        return Settings.defaults(SigningConfig.class);
    }
}
