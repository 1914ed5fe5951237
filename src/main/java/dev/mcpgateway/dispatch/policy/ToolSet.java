package dev.mcpgateway.dispatch.policy;

import dev.mcpgateway.config.ToolSetConfig;
import java.util.List;

/** A part of all tools. It says nothing of who may use them: it takes away, and never gives. */
public final class ToolSet {
    private final ToolSetConfig config;
    private final List<Pattern> patterns;
    private final Decision outside;

    private record Pattern(NamePatterns upstream, String tool) {}

    /** @param config has been checked: each pattern has its slash */
    public ToolSet(ToolSetConfig config) {
        this.config = config;
        this.patterns = config.tools().stream().map(ToolSet::pattern).toList();
        this.outside = new Decision(Decision.Verdict.HIDDEN, "sets." + config.name());
    }

    private static Pattern pattern(String text) {
        int slash = text.indexOf('/');
        return new Pattern(new NamePatterns(List.of(text.substring(0, slash))), text.substring(slash + 1));
    }

    public String name() {
        return config.name();
    }

    /** What is decided on everything that is not in the set. */
    Decision outside() {
        return outside;
    }

    /** The patterns for the tools of an upstream; empty when the set has none of them. */
    List<String> of(String upstream) {
        return patterns.stream()
                .filter(pattern -> pattern.upstream().match(upstream))
                .map(Pattern::tool)
                .toList();
    }
}
