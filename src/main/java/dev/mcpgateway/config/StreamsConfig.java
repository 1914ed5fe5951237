package dev.mcpgateway.config;

import java.time.Duration;

/** Event streams to clients. */
public record StreamsConfig(
        @Setting(value = "15s", min = "1s", max = "60s", doc = "A stream that was silent for this long gets a comment.")
        Duration keepAlive,

        @Setting(
                value = "1s",
                min = "0s",
                max = "15s",
                doc = "How long a POST waits for the upstream's status and content type before it answers with an"
                        + " event stream.")
        Duration statusWait,

        @Setting(value = "1h", min = "1m", doc = "Age at which a standing stream is ended, to be opened again.")
        Duration maxAge,

        @Setting(
                value = "10m",
                min = "0s",
                doc = "The most that is taken off maxAge, at random, so that streams do not all end together.")
        Duration maxAgeJitter,

        @Setting(value = "1s", min = "0s", doc = "What a client is told to wait before it opens an ended stream again.")
        Duration retry,

        @Setting(
                value = "1MiB",
                min = "16KiB",
                max = "1GiB",
                doc = "Bytes that wait for a slow client before its upstream is paused.")
        long queuedBytes,

        @Setting(value = "20000", min = "1", doc = "Most streams open at once; further ones are refused.")
        int max) {

    /** Returns the defaults. */
    public static StreamsConfig defaults() {
        return Settings.defaults(StreamsConfig.class);
    }
}
