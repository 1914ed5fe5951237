package dev.mcpgateway.dispatch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.testing.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final String CONFIG = """
            auth: {mode: development}
            upstreams:
              docs: {url: 'http://127.0.0.1:1/mcp', access: everyone-signed-in}
              mail: {url: 'http://127.0.0.1:1/mcp'}
              prod: {url: 'http://127.0.0.1:1/mcp'}
              lab: {url: 'http://127.0.0.1:1/mcp'}
              old: {url: 'http://127.0.0.1:1/mcp', access: everyone-signed-in}
            policy:
              rules:
                readers: {effect: allow, upstreams: [prod], annotations: [readOnlyHint], domains: [Example.com]}
                ops: {effect: allow, upstreams: [prod], groups: [ops]}
                no-drop: {effect: deny, upstreams: [prod], tools: ['drop*', '*_all*']}
                ask-first:
                  {effect: deny, upstreams: [prod], annotations: [destructiveHint], people: [carol@example.com], shown: true}
                mail-alice: {effect: allow, upstreams: ['ma*'], people: [Alice@Example.com], tools: [send, 'list_*']}
                not-bots: {effect: deny, upstreams: [docs], clients: ['https://bot.example/*']}
                closed: {effect: deny, upstreams: [old]}
            """;

    @TempDir
    private Path folder;

    private GatewayConfig config;

    @BeforeEach
    void load() throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, CONFIG);
        config = ConfigLoader.load(ConfigInputs.ofFile(file)).config();
    }

    private static Principal principal(String who, String client) {
        Person person = switch (who) {
            case "alice" -> person("alice@example.com", "example.com", Set.of());
            case "ops" -> person("otto@example.com", "example.com", Set.of("ops", "all"));
            case "carol" -> person("carol@example.com", "example.com", Set.of("ops"));
            case "guest" -> person("guest@elsewhere.net", "elsewhere.net", Set.of());
            case "nameless" -> person(null, null, Set.of());
            default -> throw new IllegalArgumentException(who);
        };
        return new Principal(person, client, Scope.all(), "grant", "");
    }

    private static Person person(String email, String domain, Set<String> groups) {
        return new Person("https://idp", email == null ? "17" : email, email, domain, groups);
    }

    private static ToolAnnotations annotations(String said) {
        return switch (said) {
            case "reads" -> new ToolAnnotations(true, false);
            case "writes" -> new ToolAnnotations(false, false);
            case "destroys" -> new ToolAnnotations(false, true);
            case "unlisted" -> null;
            default -> throw new IllegalArgumentException(said);
        };
    }

    @ParameterizedTest(name = "{0} by {1} calls {2} {3}, which {4}: {5} by {6}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            alice    | -                     | docs | search      | destroys | ALLOWED | upstreams.docs.access
            nameless | -                     | docs | search      | unlisted | ALLOWED | upstreams.docs.access
            alice    | https://bot.example/1 | docs | search      | reads    | HIDDEN  | policy.rules.not-bots
            alice    | https://bot.example   | docs | search      | reads    | ALLOWED | upstreams.docs.access
            alice    | cursor                | docs | search      | reads    | ALLOWED | upstreams.docs.access
            alice    | -                     | prod | status      | reads    | ALLOWED | policy.rules.readers
            alice    | -                     | prod | status      | writes   | HIDDEN  | no rule
            alice    | -                     | prod | status      | destroys | HIDDEN  | no rule
            alice    | -                     | prod | status      | unlisted | HIDDEN  | no rule
            guest    | -                     | prod | status      | reads    | HIDDEN  | no rule
            nameless | -                     | prod | status      | reads    | HIDDEN  | no rule
            ops      | -                     | prod | restart     | destroys | ALLOWED | policy.rules.ops
            ops      | -                     | prod | restart     | unlisted | ALLOWED | policy.rules.ops
            ops      | -                     | prod | drop        | reads    | HIDDEN  | policy.rules.no-drop
            ops      | -                     | prod | dropTable   | reads    | HIDDEN  | policy.rules.no-drop
            ops      | -                     | prod | Drop        | writes   | ALLOWED | policy.rules.ops
            ops      | -                     | prod | stop_all_x  | reads    | HIDDEN  | policy.rules.no-drop
            ops      | -                     | prod | stop_al_x   | writes   | ALLOWED | policy.rules.ops
            carol    | -                     | prod | restart     | destroys | DENIED  | policy.rules.ask-first
            carol    | -                     | prod | restart     | unlisted | DENIED  | policy.rules.ask-first
            carol    | -                     | prod | restart     | writes   | ALLOWED | policy.rules.ops
            carol    | -                     | prod | drop        | destroys | HIDDEN  | policy.rules.no-drop
            alice    | -                     | mail | send        | destroys | ALLOWED | policy.rules.mail-alice
            alice    | -                     | mail | list_        | reads    | ALLOWED | policy.rules.mail-alice
            alice    | -                     | mail | list        | reads    | HIDDEN  | no rule
            alice    | -                     | mail | resend      | reads    | HIDDEN  | no rule
            ops      | -                     | mail | send        | reads    | HIDDEN  | no rule
            alice    | -                     | lab  | anything    | reads    | HIDDEN  | no rule
            alice    | -                     | old  | anything    | reads    | HIDDEN  | policy.rules.closed
            """)
    void aToolIsDecidedByTheStrongestRule(
            String who, String client, String upstream, String tool, String said, Decision.Verdict verdict, String by) {
        Decision decision =
                Policy.of(config).access(principal(who, client)).at(upstream).tool(tool, annotations(said));
        assertThat(decision).isEqualTo(new Decision(verdict, by));
    }

    @ParameterizedTest(name = "{0} at {1}: reached {2}, rest {3}")
    @CsvSource(delimiter = '|', textBlock = """
            alice | docs | true  | ALLOWED
            alice | mail | true  | HIDDEN
            ops   | mail | false | HIDDEN
            alice | prod | true  | HIDDEN
            ops   | prod | true  | ALLOWED
            guest | prod | false | HIDDEN
            alice | lab  | false | HIDDEN
            alice | old  | false | HIDDEN
            alice | none | false | HIDDEN
            """)
    void rulesForToolsOpenNoPromptsAndResources(String who, String upstream, boolean reached, Decision.Verdict rest) {
        UpstreamAccess access = Policy.of(config).access(principal(who, null)).at(upstream);
        assertThat(access.isReached()).isEqualTo(reached);
        assertThat(access.rest().verdict()).isEqualTo(rest);
    }

    @Test
    void withoutSignInEverythingIsOpen() {
        Policy policy = Policy.of(config.withAuth(config.auth().withMode(AuthConfig.Mode.NONE)));
        UpstreamAccess access = policy.access(Principal.ANYONE).at("old");
        assertThat(access.tool("anything", null).isAllowed()).isTrue();
        assertThat(access.isPersonal()).isFalse();
    }

    @Test
    void callersOfWhomTheSameRulesSpeakShareOneDecisionSet() {
        Policy policy = Policy.of(config);
        assertThat(policy.access(principal("guest", null))).isSameAs(policy.access(principal("nameless", "cursor")));
        assertThat(policy.access(principal("guest", null))).isNotSameAs(policy.access(principal("ops", null)));
    }

    @Test
    void aPatternTakesNoLongerForANameMadeToSlowItDown() {
        NamePatterns patterns = new NamePatterns(List.of("*a*a*a*a*a*a*a*a*b"));
        assertThat(patterns.match("a".repeat(200_000))).isFalse();
    }

    @Test
    void aToolThatSaysNothingCountsAsDestructive() {
        assertThat(ToolAnnotations.of(ScriptedProvider.json("{\"name\":\"x\"}")))
                .isEqualTo(new ToolAnnotations(false, true));
    }
}
