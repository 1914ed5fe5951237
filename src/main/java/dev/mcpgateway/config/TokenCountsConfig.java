package dev.mcpgateway.config;

import java.time.Duration;

/** How the home page counts the tokens of a person's tools. */
public record TokenCountsConfig(
        @Setting(value = "true", doc = "Shows people what their list of tools costs a model.")
        boolean enabled,

        @Setting(
                value = "1s",
                min = "0ms",
                max = "10s",
                doc =
                        "How long the home page waits for lists and counts that are not known yet; then it is shown without.")
        Duration pageWait,

        @Setting(
                value = "10000",
                min = "0",
                max = "1000000",
                doc = "The counts of how many different tools are kept in memory.")
        int kept,

        @Setting(
                value = "262144",
                min = "1024",
                max = "16777216",
                doc = "How many characters of one tool are counted; what is longer counts as that long.")
        int longest,

        @Setting(
                value = "10s",
                min = "0s",
                max = "1h",
                doc = "How long the tokenizer, 25 MB of heap, stays in memory after it was needed.")
        Duration tokenizerKept) {

    /** Returns the defaults. */
    public static TokenCountsConfig defaults() {
        return Settings.defaults(TokenCountsConfig.class);
    }
}
