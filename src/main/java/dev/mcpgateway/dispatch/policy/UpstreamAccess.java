package dev.mcpgateway.dispatch.policy;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What some callers may do at one upstream. */
public final class UpstreamAccess {
    static final UpstreamAccess OPEN = new UpstreamAccess(List.of(), Decision.OPEN, false);

    private final List<Rule> rules;
    private final Decision otherwise;
    private final boolean personal;
    private final Decision rest;
    private final boolean allTools;
    private final boolean anyTool;
    private final boolean needsCatalog;

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
        return rules.isEmpty() ? otherwise : decide(rule -> rule.concernsTool(name, annotations));
    }
}
