package dev.mcpgateway.dispatch.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do of whom the same rules speak. There is one object for each such set, so that what was made for one of them
 * serves all.
 */
public final class Access {
    /** Everything, where nobody signs in. */
    public static final Access OPEN = new Access(null, List.of(), null, Selection.ALL);

    private final @Nullable Policy policy;
    private final List<Rule> rules;
    private final @Nullable ToolSet set;
    private final Selection selection;
    private final Map<String, UpstreamAccess> upstreams = new ConcurrentHashMap<>();

    Access(@Nullable Policy policy, List<Rule> rules) {
        this(policy, rules, null, Selection.ALL);
    }

    private Access(@Nullable Policy policy, List<Rule> rules, @Nullable ToolSet set, Selection selection) {
        this.policy = policy;
        this.rules = List.copyOf(rules);
        this.set = set;
        this.selection = selection;
    }

    /** What is left of it in a set of tools. */
    public Access narrowed(ToolSet to) {
        return new Access(policy, rules, to, selection);
    }

    /** What is left of it for somebody who has switched some of it off. */
    public Access without(Selection off) {
        return off.equals(selection) ? this : new Access(policy, rules, set, off);
    }

    /** What they may do at an upstream, by its name in the configuration. */
    public UpstreamAccess at(String upstream) {
        if (policy == null && set == null && selection.equals(Selection.ALL)) {
            return UpstreamAccess.OPEN;
        }
        UpstreamAccess known = upstreams.get(upstream);
        return known != null ? known : upstreams.computeIfAbsent(upstream, this::make);
    }

    private UpstreamAccess make(String upstream) {
        if (selection.isOff(upstream)) {
            return new UpstreamAccess(List.of(), Selection.OFF, true);
        }
        UpstreamAccess inSet = inSet(upstream);
        Set<String> off = selection.toolsOff(upstream);
        return off.isEmpty() ? inSet : inSet.without(off);
    }

    private UpstreamAccess inSet(String upstream) {
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
        // Each person may have switched off other tools.
        return new UpstreamAccess(
                rules.stream().filter(rule -> rule.concernsUpstream(upstream)).toList(), all.otherwise(upstream), true);
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
