package dev.mcpgateway.config.load;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.config.UpstreamConfig;
import java.util.Set;

/** Checks the rules of the policy: one that means nothing would leave something open, or closed, that nobody meant to. */
final class PolicyValidation {
    private static final Set<String> ANNOTATIONS = Set.of("readOnlyHint", "destructiveHint");

    /** The name of the tools for AWS among those of upstreams. */
    private static final String AWS = "aws";

    private final Places places;
    private final Problems problems;

    PolicyValidation(Places places, Problems problems) {
        this.places = places;
        this.problems = problems;
    }

    void check(GatewayConfig config) {
        config.policy().rules().values().forEach(rule -> check(rule, config));
        if (config.auth().mode() != AuthConfig.Mode.NONE) {
            config.enabledUpstreams()
                    .forEach(upstream -> checkReach(
                            upstream.name(), upstream.access(), places.upstream(upstream.name(), "access"), config));
            config.enabledOpenApi()
                    .forEach(service -> checkReach(
                            service.name(), service.access(), "openapi." + service.name() + ".access", config));
            if (config.aws().enabled()) {
                checkReach(AWS, config.aws().access(), "aws.access", config);
            }
        }
    }

    private void check(PolicyRule rule, GatewayConfig config) {
        String path = "policy.rules." + rule.name();
        for (String annotation : rule.annotations()) {
            if (!ANNOTATIONS.contains(annotation)) {
                error(path + ".annotations", "holds '" + annotation + "'; allowed is readOnlyHint, destructiveHint");
            }
        }
        for (String upstream : rule.upstreams()) {
            if (upstream.indexOf('*') < 0 && !config.knows(upstream)) {
                error(path + ".upstreams", "names '" + upstream + "', and there is no such upstream");
            }
        }
        if (rule.shown() && rule.effect() == PolicyRule.Effect.ALLOW) {
            error(path + ".shown", "belongs to 'effect: deny'; what is allowed is shown anyway");
        }
        if (rule.people().stream().anyMatch(person -> person.indexOf('@') < 1)) {
            error(path + ".people", "has to hold e-mail addresses; for organizations there is 'domains'");
        }
        if (rule.domains().stream().anyMatch(domain -> domain.indexOf('@') >= 0)) {
            error(path + ".domains", "has to hold domains such as example.com; for addresses there is 'people'");
        }
    }

    private void checkReach(String name, UpstreamConfig.Access access, String path, GatewayConfig config) {
        boolean reached = access == UpstreamConfig.Access.EVERYONE_SIGNED_IN
                || config.policy().rules().values().stream()
                        .anyMatch(rule -> rule.effect() == PolicyRule.Effect.ALLOW
                                && (rule.upstreams().isEmpty()
                                        || rule.upstreams().stream()
                                                .anyMatch(each -> each.indexOf('*') >= 0 || each.equals(name))));
        if (!reached) {
            problems.notice(
                    places.of(path),
                    path,
                    "nobody may use this upstream: no rule of policy.rules allows it, and access is not"
                            + " everyone-signed-in");
        }
    }

    private void error(String path, String message) {
        problems.error(places.of(path), path, message);
    }
}
