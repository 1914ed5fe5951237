package dev.mcpgateway.config;

import java.time.Duration;

/** Calls in which a server asks the client something: sampling, elicitation, roots. */
public record InteractionConfig(
        @Setting(
                value = "5m",
                min = "1s",
                max = "1h",
                doc = "How long a call waits, parked, for the client to come back with the answer.")
        Duration parkedFor,

        @Setting(value = "1000", min = "1", doc = "Most calls parked at once; further ones fail.")
        int maxParked,

        @Setting(value = "10", min = "1", doc = "How often a server may ask for input in one call.")
        int maxRounds) {

    /** Returns the defaults. */
    public static InteractionConfig defaults() {
        return Settings.defaults(InteractionConfig.class);
    }
}
