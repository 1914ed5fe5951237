package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.dispatch.policy.Decision;
import dev.mcpgateway.dispatch.policy.Policy;
import dev.mcpgateway.dispatch.policy.ToolAnnotations;
import dev.mcpgateway.identity.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the policy decides for somebody on a tool, and which rule it is. Only operators see this. */
final class Explanation {
    private static final Map<String, ToolAnnotations> SAID = said();

    private final GatewayConfig config;
    private final Access access;

    Explanation(GatewayConfig config, Principal caller) {
        this.config = config;
        this.access = Policy.of(config).access(caller);
    }

    private static Map<String, ToolAnnotations> said() {
        Map<String, ToolAnnotations> said = new LinkedHashMap<>();
        said.put("if it says readOnlyHint: true", new ToolAnnotations(true, false));
        said.put("if it says destructiveHint: false", new ToolAnnotations(false, false));
        said.put("if it says neither", new ToolAnnotations(false, true));
        return said;
    }

    /**
     * The lines for a tool.
     *
     * @param tool {@code <upstream>/<its own name>}, or the name that clients see
     */
    List<String> of(String tool) {
        List<String> lines = new ArrayList<>();
        int slash = tool.indexOf('/');
        if (slash > 0 && config.knows(tool.substring(0, slash))) {
            explain(tool.substring(0, slash), tool.substring(slash + 1), lines);
            return lines;
        }
        prefixes().forEach((upstream, prefix) -> {
            if (tool.startsWith(prefix)) {
                explain(upstream, tool.substring(prefix.length()), lines);
            }
        });
        if (lines.isEmpty()) {
            lines.add("no upstream has a tool of the name " + tool + "; another way to name it is <upstream>/<tool>");
        }
        return lines;
    }

    /** What stands before the names of tools, by whose they are; to the policy a REST service is an upstream. */
    private Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        for (UpstreamConfig upstream : config.enabledUpstreams()) {
            prefixes.put(upstream.name(), config.prefix(upstream));
        }
        for (OpenApiConfig service : config.enabledOpenApi()) {
            prefixes.put(service.name(), config.prefix(service));
        }
        return prefixes;
    }

    private void explain(String upstream, String tool, List<String> lines) {
        lines.add("tool " + tool + " of upstream " + upstream + ":");
        Map<String, Decision> decisions = new LinkedHashMap<>();
        SAID.forEach(
                (when, annotations) -> decisions.put(when, access.at(upstream).tool(tool, annotations)));
        if (decisions.values().stream().distinct().count() == 1) {
            lines.add("  " + line(decisions.values().iterator().next()));
        } else {
            decisions.forEach((when, decision) -> lines.add("  " + when + ": " + line(decision)));
        }
    }

    private static String line(Decision decision) {
        return decision.verdict().name().toLowerCase(Locale.ROOT) + ", by " + decision.by();
    }
}
