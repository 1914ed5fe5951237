package dev.mcpgateway.dispatch.policy;

import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule of the configuration, ready to be asked. */
final class Rule {
    private final PolicyRule config;
    private final NamePatterns upstreams;
    private final NamePatterns tools;
    private final Set<String> people;
    private final Set<String> domains;
    private final NamePatterns clients;
    private final Decision decision;

    Rule(PolicyRule config) {
        this.config = config;
        this.upstreams = new NamePatterns(config.upstreams());
        this.tools = new NamePatterns(config.tools());
        this.people = lower(config.people());
        this.domains = lower(config.domains());
        this.clients = new NamePatterns(config.clients());
        Decision.Verdict verdict = config.effect() == PolicyRule.Effect.ALLOW
                ? Decision.Verdict.ALLOWED
                : config.shown() ? Decision.Verdict.DENIED : Decision.Verdict.HIDDEN;
        this.decision = new Decision(verdict, "policy.rules." + config.name());
    }

    private static Set<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    Decision decision() {
        return decision;
    }

    /** Whether it speaks of some callers and not of others. */
    boolean choosesCallers() {
        return !config.people().isEmpty()
                || !config.domains().isEmpty()
                || !config.groups().isEmpty()
                || !config.clients().isEmpty();
    }

    /** Whether it speaks of this caller. What is not known of somebody matches nothing. */
    boolean concerns(Principal caller) {
        Person person = caller.person();
        return isIn(people, person.email())
                && isIn(domains, person.domain())
                && (config.groups().isEmpty() || config.groups().stream().anyMatch(person.groups()::contains))
                && (config.clients().isEmpty() || (caller.clientId() != null && clients.match(caller.clientId())));
    }

    private static boolean isIn(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value.toLowerCase(Locale.ROOT)));
    }

    boolean concernsUpstream(String upstream) {
        return upstreams.match(upstream);
    }

    /** Whether it speaks of tools alone, and perhaps not of all. */
    boolean choosesTools() {
        return !config.tools().isEmpty() || !config.annotations().isEmpty();
    }

    boolean readsAnnotations() {
        return !config.annotations().isEmpty();
    }

    /**
     * Whether it speaks of a tool.
     *
     * @param annotations null when nobody knows them: then what allows by them does not match and what denies by them does
     */
    boolean concernsTool(String name, @Nullable ToolAnnotations annotations) {
        return tools.match(name) && concernsAnnotations(annotations);
    }

    private boolean concernsAnnotations(@Nullable ToolAnnotations annotations) {
        if (config.annotations().isEmpty()) {
            return true;
        }
        if (annotations == null) {
            return !decision.isAllowed();
        }
        return (annotations.readOnly() && config.annotations().contains(Policy.READ_ONLY))
                || (annotations.destructive() && config.annotations().contains(Policy.DESTRUCTIVE));
    }
}
