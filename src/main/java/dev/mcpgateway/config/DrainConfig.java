package dev.mcpgateway.config;

import java.time.Duration;

/** What happens between the signal to stop and the end of the process. */
public record DrainConfig(
        @Setting(
                value = "20s",
                min = "0s",
                env = "DRAIN_BUDGET",
                doc = "Time for all of it. Keep it below the time after which the container is killed.")
        Duration budget,

        @Setting(
                value = "2s",
                min = "0s",
                doc = "Time in which new requests are still accepted while health checks already say no; part of the"
                        + " budget.")
        Duration lameDuck,

        @Setting(
                value = "500ms",
                min = "0s",
                doc =
                        "Time after that in which new connections are refused, and requests are still read from those that were"
                                + " made in the last moment; part of the budget.")
        Duration settle) {

    /** Returns the defaults. */
    public static DrainConfig defaults() {
        return Settings.defaults(DrainConfig.class);
    }
}
