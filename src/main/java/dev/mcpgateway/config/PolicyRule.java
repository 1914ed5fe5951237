package dev.mcpgateway.config;

import java.util.List;
import java.util.Map;

/**
 * One rule of the policy. A key that is absent or empty matches everything; of several values in one key any may match, and all
 * keys have to.
 *
 * @param name the key in the file, by which the audit log names the rule
 */
public record PolicyRule(
        String name,

        @Setting(doc = "Whether what matches may be used, or may not.")
        Effect effect,

        @Setting(doc = "Names of upstreams; '*' stands for any characters.")
        List<String> upstreams,

        @Setting(
                doc =
                        "Names of tools as the upstream itself gives them, without the gateway's prefix; '*' stands for any"
                                + " characters. A rule with this key speaks of tools alone, not of prompts and resources.")
        List<String> tools,

        @Setting(
                doc =
                        "What the upstream says of its tools: readOnlyHint, destructiveHint. A tool that says nothing counts"
                                + " as destructive, as in the specification. A rule with this key speaks of tools alone.")
        List<String> annotations,

        @Setting(doc = "E-mail addresses of people.") List<String> people,

        @Setting(doc = "Organizations of people, as the identity provider names them (Google: the Workspace domain).")
        List<String> domains,

        @Setting(doc = "Groups of people, as the identity provider names them.")
        List<String> groups,

        @Setting(
                doc =
                        "OAuth client ids; '*' stands for any characters. Personal access tokens have none and match no such"
                                + " rule.")
        List<String> clients,

        @Setting(
                value = "false",
                doc =
                        "With 'effect: deny': keeps what is denied in the lists, and answers a call with how to ask for it."
                                + " Otherwise it is hidden, and a call is answered as if it did not exist.")
        boolean shown) {

    /** What a rule does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    public PolicyRule {
        upstreams = List.copyOf(upstreams);
        tools = List.copyOf(tools);
        annotations = List.copyOf(annotations);
        people = List.copyOf(people);
        domains = List.copyOf(domains);
        groups = List.copyOf(groups);
        clients = List.copyOf(clients);
    }

    /** Returns a rule that matches everything. */
    public static PolicyRule of(String name, Effect effect) {
        return Settings.defaults(PolicyRule.class, Map.of("name", name, "effect", effect));
    }
}
