package dev.mcpgateway.dispatch.policy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do of whom the same rules speak. There is one object for each such set, so that what was made for one of them
 * serves all.
 */
public final class Access {
    /** Everything, where nobody signs in. */
    public static final Access OPEN = new Access(null, List.of(), null);

    private final @Nullable Policy policy;
    private final List<Rule> rules;
    private final @Nullable ToolSet set;
    private final Map<String, UpstreamAccess> upstreams = new ConcurrentHashMap<>();

    Access(@Nullable Policy policy, List<Rule> rules) {
        this(policy, rules, null);
    }

    private Access(@Nullable Policy policy, List<Rule> rules, @Nullable ToolSet set) {
        this.policy = policy;
        this.rules = List.copyOf(rules);
        this.set = set;
    }

    /** What is left of it in a set of tools. */
    public Access narrowed(ToolSet to) {
        return new Access(policy, rules, to);
    }

    /** What they may do at an upstream, by its name in the configuration. */
    public UpstreamAccess at(String upstream) {
        if (policy == null && set == null) {
            return UpstreamAccess.OPEN;
        }
        UpstreamAccess known = upstreams.get(upstream);
        return known != null ? known : upstreams.computeIfAbsent(upstream, this::make);
    }

    private UpstreamAccess make(String upstream) {
        UpstreamAccess whole = whole(upstream);
        if (set == null) {
            return whole;
        }
        List<String> tools = set.of(upstream);
        return tools.isEmpty()
                ? new UpstreamAccess(List.of(), set.outside(), true)
                : whole.narrowed(tools, set.outside());
    }

    private UpstreamAccess whole(String upstream) {
        Policy all = policy;
        if (all == null) {
            return UpstreamAccess.OPEN;
        }
        return new UpstreamAccess(
                rules.stream().filter(rule -> rule.concernsUpstream(upstream)).toList(),
                all.otherwise(upstream),
                all.isPersonal(upstream));
    }

    /** Whether nothing is ever denied. */
    public boolean isOpen() {
        return policy == null;
    }

    /** How to ask for more. */
    public String contact() {
        return policy == null ? "" : policy.contact();
    }
}
