package dev.mcpgateway.dispatch.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a person has switched off of all that they may use: whole upstreams, and tools by the names that their upstreams give them. It
 * names what is off, so that what is new is on. Immutable.
 */
public final class Selection {
    /** Nothing is switched off. */
    public static final Selection ALL = new Selection(Set.of(), Map.of());

    static final Decision OFF = new Decision(Decision.Verdict.HIDDEN, "the person's own selection");

    private final Set<String> upstreams;
    private final Map<String, Set<String>> tools;
    /** It is part of a key that each request looks up. */
    private final int hash;

    /**
     * @param upstreams those that are off as a whole
     * @param tools by upstream those that are off; they stay so while the upstream is off and on again
     */
    public Selection(Set<String> upstreams, Map<String, Set<String>> tools) {
        this.upstreams = Set.copyOf(upstreams);
        this.tools = tools.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
        this.hash = 31 * this.upstreams.hashCode() + this.tools.hashCode();
    }

    /** Whether an upstream is off as a whole. */
    public boolean isOff(String upstream) {
        return upstreams.contains(upstream);
    }

    /** The tools of an upstream that are off one by one. */
    public Set<String> toolsOff(String upstream) {
        return tools.getOrDefault(upstream, Set.of());
    }

    /** The upstreams that are off as a whole, in order. */
    public Set<String> upstreamsOff() {
        return new TreeSet<>(upstreams);
    }

    /** By upstream the tools that are off, in order. */
    public Map<String, Set<String>> toolsOff() {
        Map<String, Set<String>> ordered = new TreeMap<>();
        tools.forEach((upstream, names) -> ordered.put(upstream, new TreeSet<>(names)));
        return ordered;
    }

    /** How many upstreams and tools are off. */
    public int size() {
        return upstreams.size() + tools.values().stream().mapToInt(Set::size).sum();
    }

    /** The same with an upstream on or off. */
    public Selection withUpstream(String upstream, boolean on) {
        Set<String> off = new HashSet<>(upstreams);
        if (on) {
            off.remove(upstream);
        } else {
            off.add(upstream);
        }
        return new Selection(off, tools);
    }

    /**
     * The same with some tools of an upstream on or off; the others of it stay as they are.
     *
     * @param on whether each tool is to be on, by its name
     */
    public Selection withTools(String upstream, Map<String, Boolean> on) {
        Set<String> off = new HashSet<>(toolsOff(upstream));
        on.forEach((tool, isOn) -> {
            if (isOn) {
                off.remove(tool);
            } else {
                off.add(tool);
            }
        });
        Map<String, Set<String>> all = new HashMap<>(tools);
        all.put(upstream, off);
        return new Selection(upstreams, all);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Selection that
                        && hash == that.hash
                        && upstreams.equals(that.upstreams)
                        && tools.equals(that.tools));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
