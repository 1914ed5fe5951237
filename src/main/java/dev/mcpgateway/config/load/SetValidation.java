package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ToolSetConfig;

/** Checks the sets of tools: one that has nothing, or speaks of an upstream that does not exist, is a mistake. */
final class SetValidation {
    private final Places places;
    private final Problems problems;

    SetValidation(Places places, Problems problems) {
        this.places = places;
        this.problems = problems;
    }

    void check(GatewayConfig config) {
        config.sets().values().forEach(set -> check(set, config));
    }

    private void check(ToolSetConfig set, GatewayConfig config) {
        String path = "sets." + set.name() + ".tools";
        if (set.tools().isEmpty()) {
            error(path, "has to hold at least one tool, such as docs/search or docs/*");
        }
        for (String pattern : set.tools()) {
            int slash = pattern.indexOf('/');
            if (slash < 1 || slash == pattern.length() - 1) {
                error(path, "holds '" + pattern + "'; write upstream/tool, such as docs/search or docs/*");
                continue;
            }
            String upstream = pattern.substring(0, slash);
            if (upstream.indexOf('*') < 0 && !config.knows(upstream)) {
                error(path, "names '" + upstream + "', and there is no such upstream");
            }
        }
    }

    private void error(String path, String problem) {
        problems.error(places.of(path, path.substring(0, path.lastIndexOf('.'))), path, problem);
    }
}
