package dev.mcpgateway.dispatch.policy;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All rules of a configuration. A reload makes another one. */
public final class Policy {
    /** What a rule's key {@code annotations} may hold. */
    public static final String READ_ONLY = "readOnlyHint";

    /** What a rule's key {@code annotations} may hold. */
    public static final String DESTRUCTIVE = "destructiveHint";

    /** The name of the tools for Google Workspace among those of upstreams. */
    private static final String GOOGLE = "google";

    /** The name of the tools for AWS among those of upstreams. */
    private static final String AWS = "aws";

    /** Everything is open. */
    public static final Policy OPEN = new Policy(List.of(), Map.of(), "", true);

    private static final int MOST_CALLERS = 10_000;

    private final List<Rule> rules;
    /** The setting that opens an upstream to everyone who is signed in, by its name. */
    private final Map<String, String> openUpstreams;

    private final String contact;
    private final boolean open;
    private final boolean choosesCallers;
    private final Access everyone;
    private final Map<BitSet, Access> byRules = new ConcurrentHashMap<>();
    private final Map<Caller, Access> byCaller = new ConcurrentHashMap<>();

    private Policy(List<Rule> rules, Map<String, String> openUpstreams, String contact, boolean open) {
        this.rules = List.copyOf(rules);
        this.openUpstreams = Map.copyOf(openUpstreams);
        this.contact = contact;
        this.open = open;
        this.choosesCallers = rules.stream().anyMatch(Rule::choosesCallers);
        this.everyone = new Access(this, rules);
    }

    /** All of a principal that rules can speak of. */
    private record Caller(Person person, @Nullable String client) {}

    public static Policy of(GatewayConfig config) {
        if (config.auth().mode() == AuthConfig.Mode.NONE) {
            return OPEN;
        }
        List<Rule> rules = new ArrayList<>();
        config.policy().rules().values().forEach(rule -> rules.add(new Rule(rule)));
        Map<String, String> openUpstreams = new HashMap<>();
        for (UpstreamConfig upstream : config.upstreams().values()) {
            if (upstream.access() == UpstreamConfig.Access.EVERYONE_SIGNED_IN) {
                openUpstreams.put(upstream.name(), "upstreams." + upstream.name() + ".access");
            }
        }
        for (OpenApiConfig service : config.openapi().values()) {
            if (service.access() == UpstreamConfig.Access.EVERYONE_SIGNED_IN) {
                openUpstreams.put(service.name(), "openapi." + service.name() + ".access");
            }
        }
        if (config.offersGoogle()) {
            openUpstreams.put(GOOGLE, "google.services");
        }
        if (config.aws().enabled() && config.aws().access() == UpstreamConfig.Access.EVERYONE_SIGNED_IN) {
            openUpstreams.put(AWS, "aws.access");
        }
        return new Policy(rules, openUpstreams, config.policy().contact(), false);
    }

    /** What a caller may do; the same object for all of whom the same rules speak. */
    public Access access(Principal principal) {
        if (open) {
            return Access.OPEN;
        }
        if (!choosesCallers) {
            return everyone;
        }
        Caller caller = new Caller(principal.person(), principal.clientId());
        Access known = byCaller.get(caller);
        if (known != null) {
            return known;
        }
        if (byCaller.size() >= MOST_CALLERS) {
            byCaller.clear();
            byRules.clear();
        }
        BitSet concerned = new BitSet(rules.size());
        List<Rule> those = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).concerns(principal)) {
                concerned.set(i);
                those.add(rules.get(i));
            }
        }
        Access access = byRules.computeIfAbsent(concerned, set -> new Access(this, those));
        byCaller.put(caller, access);
        return access;
    }

    Decision otherwise(String upstream) {
        String setting = openUpstreams.get(upstream);
        return setting == null ? Decision.NO_RULE : new Decision(Decision.Verdict.ALLOWED, setting);
    }

    String contact() {
        return contact;
    }
}
