package dev.mcpgateway.dispatch.policy;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What some callers may do at one upstream. */
public final class UpstreamAccess {
    private static final NamePatterns EVERY_TOOL = new NamePatterns(List.of());

    static final UpstreamAccess OPEN = new UpstreamAccess(List.of(), Decision.OPEN, false);

    private final List<Rule> rules;
    private final Decision otherwise;
    private final boolean personal;
    private final Decision rest;
    private final boolean allTools;
    private final boolean anyTool;
    private final boolean needsCatalog;
    private final NamePatterns only;
    private final Decision outside;
    private final Set<String> off;

    /**
     * @param rules those that speak of these callers and this upstream
     * @param otherwise what is decided where no rule matches
     * @param personal whether other callers may do other things here
     */
    UpstreamAccess(List<Rule> rules, Decision otherwise, boolean personal) {
        this.rules = rules;
        this.otherwise = otherwise;
        this.personal = personal;
        this.rest = decide(rule -> !rule.choosesTools());
        boolean denies = rules.stream().anyMatch(rule -> !rule.decision().isAllowed());
        this.allTools = rest.isAllowed() && !denies;
        boolean allHidden = rules.stream()
                .anyMatch(rule -> !rule.choosesTools() && !rule.decision().isShown());
        this.anyTool = !allHidden
                && (otherwise.isShown()
                        || rules.stream().anyMatch(rule -> rule.decision().isShown()));
        this.needsCatalog = rules.stream()
                .anyMatch(rule -> rule.readsAnnotations() || rule.decision().verdict() == Decision.Verdict.DENIED);
        this.only = EVERY_TOOL;
        this.outside = otherwise;
        this.off = Set.of();
    }

    /**
     * The same for some of the tools, and for nothing else.
     *
     * @param only patterns of which one has to match
     * @param outside what is decided on the rest
     */
    private UpstreamAccess(UpstreamAccess whole, List<String> only, Decision outside) {
        this.rules = whole.rules;
        this.otherwise = whole.otherwise;
        this.personal = whole.personal;
        this.rest = outside;
        this.allTools = whole.allTools && only.contains("*");
        this.anyTool = whole.anyTool && !only.isEmpty();
        this.needsCatalog = whole.needsCatalog;
        this.only = new NamePatterns(only);
        this.outside = outside;
        this.off = whole.off;
    }

    /** The same without some tools, for a person who does not want them. */
    private UpstreamAccess(UpstreamAccess whole, Set<String> off) {
        this.rules = whole.rules;
        this.otherwise = whole.otherwise;
        this.personal = true;
        this.rest = whole.rest;
        this.allTools = false;
        this.anyTool = whole.anyTool;
        this.needsCatalog = whole.needsCatalog;
        this.only = whole.only;
        this.outside = whole.outside;
        this.off = Set.copyOf(off);
    }

    /** What is left of it without these tools. */
    UpstreamAccess without(Set<String> tools) {
        return new UpstreamAccess(this, tools);
    }

    /** What is left of it in a set, of which this is the part that the set has of this upstream. */
    UpstreamAccess narrowed(List<String> tools, Decision outsideSet) {
        return new UpstreamAccess(this, tools, outsideSet);
    }

    /** A rule that hides is stronger than one that denies openly, and that is stronger than one that allows. */
    private Decision decide(Predicate<Rule> which) {
        Decision strongest = otherwise;
        boolean ruled = false;
        for (Rule rule : rules) {
            if (which.test(rule)) {
                Decision said = rule.decision();
                if (!ruled || said.verdict().compareTo(strongest.verdict()) > 0) {
                    strongest = said;
                    ruled = true;
                }
            }
        }
        return strongest;
    }

    /** Whether there is anything here for these callers; otherwise the upstream does not exist for them. */
    public boolean isReached() {
        return anyTool || rest.isShown();
    }

    /** Whether every tool is allowed, whatever its name and annotations. */
    public boolean allTools() {
        return allTools;
    }

    /** Whether there may be a tool that is shown. */
    public boolean anyTool() {
        return anyTool;
    }

    /** Whether a decision on a tool depends on what its upstream lists. */
    public boolean needsCatalog() {
        return needsCatalog;
    }

    /** Whether other callers may do other things here, so that what is listed is for these alone. */
    public boolean isPersonal() {
        return personal;
    }

    /** Decides on everything but tools: prompts, resources, and methods that nobody here knows. */
    public Decision rest() {
        return rest;
    }

    /**
     * Decides on a tool.
     *
     * @param name the upstream's own name, as the upstream will get it
     * @param annotations what the upstream lists; null when it is not known, which never allows more
     */
    public Decision tool(String name, @Nullable ToolAnnotations annotations) {
        if (!only.match(name)) {
            return outside;
        }
        if (off.contains(name)) {
            return Selection.OFF;
        }
        return rules.isEmpty() ? otherwise : decide(rule -> rule.concernsTool(name, annotations));
    }
}
