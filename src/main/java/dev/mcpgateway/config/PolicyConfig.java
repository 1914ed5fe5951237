package dev.mcpgateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who may use which tools. Where nobody signs in (auth.mode none) everything is open and nothing of this is asked. */
public record PolicyConfig(
        @Setting(
                doc = "Rules by name. One that denies is stronger than any that allow; what no rule allows is not"
                        + " allowed, except at upstreams with 'access: everyone-signed-in'.")
        Map<String, PolicyRule> rules,

        @Setting(
                value = "Ask whoever runs this gateway.",
                doc = "How to ask for more; part of what a person is told who is denied something.")
        String contact,

        @Setting(
                value = "1000",
                min = "1",
                max = "1000",
                doc =
                        "Most tools that one person can switch off for themselves on the home page; a whole upstream counts as one.")
        int switchedOff) {

    public PolicyConfig {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /** Returns the defaults. */
    public static PolicyConfig defaults() {
        return Settings.defaults(PolicyConfig.class);
    }
}
