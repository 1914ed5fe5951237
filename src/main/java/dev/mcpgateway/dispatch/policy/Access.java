package dev.mcpgateway.dispatch.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do of whom the same rules speak. There is one object for each such set, so that what was made for one of them
 * serves all.
 */
public final class Access {
    /** Everything, where nobody signs in. */
    public static final Access OPEN = new Access(null, List.of());

    private final @Nullable Policy policy;
    private final List<Rule> rules;
    private final Map<String, UpstreamAccess> upstreams = new ConcurrentHashMap<>();

    Access(@Nullable Policy policy, List<Rule> rules) {
        this.policy = policy;
        this.rules = List.copyOf(rules);
    }

    /** What they may do at an upstream, by its name in the configuration. */
    public UpstreamAccess at(String upstream) {
        if (policy == null) {
            return UpstreamAccess.OPEN;
        }
        UpstreamAccess known = upstreams.get(upstream);
        return known != null ? known : upstreams.computeIfAbsent(upstream, this::make);
    }

    private UpstreamAccess make(String upstream) {
        Policy all = Objects.requireNonNull(policy);
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
