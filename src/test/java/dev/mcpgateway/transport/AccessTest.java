package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static dev.mcpgateway.testing.HeaderSignIn.scopes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sees and may use what, over real connections, in both eras. */
class AccessTest {
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String ALICE = as("alice@example.com");
    private static final String BOB = as("bob@example.com");

    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(
                    ListKind.TOOLS,
                    tool("read", "{\"readOnlyHint\":true}") + ", " + tool("write", "{}"),
                    tool("drop", "{\"readOnlyHint\":true}"))
            .lists(ListKind.PROMPTS, "{\"name\":\"greet\"}")
            .lists(ListKind.RESOURCES, "{\"uri\":\"doc://1\",\"name\":\"one\"}");
    private final ScriptedProvider mail = new ScriptedProvider("mail")
            .lists(ListKind.TOOLS, tool("send", "{\"readOnlyHint\":false}"))
            .lists(ListKind.PROMPTS, "{\"name\":\"compose\"}")
            .lists(ListKind.RESOURCES, "{\"uri\":\"mail://1\",\"name\":\"m\"}");
    private final Map<String, PolicyRule> rules = new LinkedHashMap<>();
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private RunningGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String tool(String name, String annotations) {
        return "{\"name\": \"" + name + "\",\"x\":0.10,\"annotations\":" + annotations + "}";
    }

    private static PolicyRule allow(String name) {
        return PolicyRule.of(name, PolicyRule.Effect.ALLOW);
    }

    private static PolicyRule deny(String name) {
        return PolicyRule.of(name, PolicyRule.Effect.DENY);
    }

    private AccessTest rule(PolicyRule rule, Object... keysAndValues) {
        PolicyRule made = rule;
        for (int i = 0; i < keysAndValues.length; i += 2) {
            made = Settings.with(made, (String) keysAndValues[i], keysAndValues[i + 1]);
        }
        rules.put(rule.name(), made);
        return this;
    }

    private void start(ScriptedProvider... providers) {
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(rules, "Ask #platform.", 1000);
        gateway = RunningGateway.with(settings, providers);
    }

    private JsonObject legacy(String who, String method, String params, String... headers) {
        return new JsonObject(legacyAnswer("/mcp", who, method, params, headers).body());
    }

    private HttpWire.Answer legacyAnswer(String path, String who, String method, String params, String... headers) {
        HttpWire.Answer opened = gateway.post(path, RunningGateway.initializeMessage("2025-11-25"), who)
                .answer();
        assertThat(opened.status()).isEqualTo(200);
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(who);
        all.add("Mcp-Session-Id: " + opened.header("mcp-session-id"));
        return gateway.post(path, request(method, params), all.toArray(String[]::new))
                .answer();
    }

    private HttpWire.Answer modern(String who, String method, String params, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(who, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: " + method));
        String whole = META + (params.equals("{}") ? "" : "," + params.substring(1, params.length() - 1));
        return gateway.post("/mcp", request(method, "{" + whole + "}"), all.toArray(String[]::new))
                .answer();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"r\",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static List<String> names(JsonObject answer, String list) {
        JsonArray items = answer.getJsonObject("result").getJsonArray(list);
        return items.stream().map(item -> ((JsonObject) item).getString("name")).toList();
    }

    private static int code(JsonObject answer) {
        return answer.getJsonObject("error").getInteger("code");
    }

    // Upstreams

    @Attack(WayIn.UPSTREAM_WITHOUT_RULE)
    @Test
    void withoutARuleAnUpstreamIsNobodys() {
        start(docs);
        assertThat(gateway.post("/mcp/docs", RunningGateway.initializeMessage("2025-11-25"), ALICE)
                        .answer()
                        .status())
                .isEqualTo(404);
        assertThat(names(legacy(ALICE, "tools/list", "{}"), "tools")).isEmpty();
        assertThat(code(legacy(ALICE, "tools/call", "{\"name\":\"read\"}"))).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void anUpstreamForEveryoneSignedInNeedsNoRule() {
        settings.openUpstreams = List.of("docs");
        start(docs, mail);
        assertThat(names(legacy(ALICE, "tools/list", "{}"), "tools"))
                .containsExactly("docs_read", "docs_write", "docs_drop");
    }

    @Test
    void anUpstreamWithoutAccessIsNotInitializedForThatPerson() {
        mail.description = Future.failedFuture(new AssertionError("mail was asked"));
        rule(allow("a"), "upstreams", List.of("docs"));
        rule(allow("b"), "upstreams", List.of("mail"), "people", List.of("bob@example.com"));
        start(docs, mail);
        HttpWire.Answer answer = gateway.post("/mcp", RunningGateway.initializeMessage("2025-11-25"), ALICE)
                .answer();
        assertThat(new JsonObject(answer.body())
                        .getJsonObject("result")
                        .getJsonObject("capabilities")
                        .getMap())
                .as("mail did not answer, so it would count as having everything")
                .containsOnlyKeys("tools");
    }

    @Attack(WayIn.UPSTREAM_WITHOUT_RULE)
    @Test
    void theAddressOfAnUpstreamWithoutAccessIsAnsweredAsUnknown() {
        rule(allow("a"), "upstreams", List.of("mail"), "people", List.of("bob@example.com"));
        start(docs, mail);
        String body = RunningGateway.initializeMessage("2025-11-25");
        HttpWire.Answer hidden = gateway.post("/mcp/mail", body, ALICE).answer();
        HttpWire.Answer unknown = gateway.post("/mcp/nothing", body, ALICE).answer();
        assertThat(hidden.status()).isEqualTo(404).isEqualTo(unknown.status());
        assertThat(hidden.body()).isEqualTo(unknown.body());
        HttpWire sse = gateway.wire().send("GET", "/sse/mail", null, "Accept: text/event-stream", ALICE);
        assertThat(sse.answer().status()).isEqualTo(404);
        assertThat(gateway.post("/mcp/mail", body, BOB).answer().status()).isEqualTo(200);
    }

    @Attack(WayIn.UPSTREAM_WITHOUT_RULE)
    @Test
    void aStreamOfAnUpstreamWithoutAccessCannotBeResumed() {
        rule(allow("a"), "upstreams", List.of("docs"));
        start(docs, mail);
        String session = gateway.post("/mcp", RunningGateway.initializeMessage("2025-11-25"), ALICE)
                .answer()
                .header("mcp-session-id");
        HttpWire wire = gateway.wire()
                .send(
                        "GET",
                        "/mcp",
                        null,
                        "Accept: text/event-stream",
                        "Mcp-Session-Id: " + session,
                        "Last-Event-ID: mail/7",
                        ALICE);
        assertThat(wire.answer().status()).isEqualTo(400);
        assertThat(mail.lastEventIds).isEmpty();
    }

    // Lists

    @Test
    void aListShowsOnlyWhatTheCallerMayCall() {
        rule(allow("a"), "upstreams", List.of("docs"), "tools", List.of("read"));
        rule(allow("b"), "people", List.of("bob@example.com"));
        start(docs, mail);
        assertThat(names(legacy(ALICE, "tools/list", "{}"), "tools")).containsExactly("docs_read");
        assertThat(names(legacy(BOB, "tools/list", "{}"), "tools"))
                .containsExactly("docs_read", "docs_write", "docs_drop", "mail_send");
        assertThat(names(legacy(ALICE, "prompts/list", "{}"), "prompts")).isEmpty();
        assertThat(names(legacy(BOB, "prompts/list", "{}"), "prompts")).containsExactly("docs_greet", "mail_compose");
        assertThat(names(legacy(ALICE, "resources/list", "{}"), "resources")).isEmpty();
    }

    @Test
    void aSingleUpstreamsPagesAreCutAndKeepTheirBytesAndCursor() {
        rule(allow("a"), "annotations", List.of("readOnlyHint"));
        rule(deny("d"), "tools", List.of("drop"));
        start(docs);
        HttpWire.Answer first = modern(ALICE, "tools/list", "{}");
        assertThat(first.body())
                .contains("\"tools\":[{\"name\": \"read\",\"x\":0.10,\"annotations\":{\"readOnlyHint\":true}}]")
                .contains("\"nextCursor\":\"1\"");
        JsonObject second =
                new JsonObject(modern(ALICE, "tools/list", "{\"cursor\":\"1\"}").body());
        assertThat(names(second, "tools")).isEmpty();
    }

    @Test
    void aListThatDependsOnTheCallerIsNotToBeKeptForOthers() {
        rule(allow("a"));
        start(docs);
        assertThat(modern(ALICE, "tools/list", "{}").body()).contains("\"cacheScope\":\"private\"");
        gateway.close();
        start(docs, mail);
        assertThat(modern(ALICE, "tools/list", "{}").body()).contains("\"cacheScope\":\"private\"");
        gateway.close();
        rules.clear();
        settings.openUpstreams = List.of("docs");
        start(docs);
        // Each person may have switched off other tools.
        assertThat(modern(ALICE, "tools/list", "{}").body()).contains("\"cacheScope\":\"private\"");
    }

    @Test
    void whereNobodySignsInAListIsForEverybody() {
        gateway = RunningGateway.over(docs);
        assertThat(modern(ALICE, "tools/list", "{}").body()).contains("\"cacheScope\":\"public\"");
    }

    // Calls

    @Attack(WayIn.UPSTREAM_WITHOUT_RULE)
    @Test
    void aHiddenToolIsAnsweredAsAnUnknownOne() {
        rule(allow("a"), "tools", List.of("read"));
        for (ScriptedProvider[] upstreams :
                List.of(new ScriptedProvider[] {docs}, new ScriptedProvider[] {docs, mail})) {
            start(upstreams);
            String prefix = upstreams.length == 1 ? "" : "docs_";
            for (String name : List.of("write", "missing")) {
                String params = "{\"name\":\"" + prefix + name + "\"}";
                JsonObject error = legacy(ALICE, "tools/call", params).getJsonObject("error");
                assertThat(error)
                        .isEqualTo(new JsonObject()
                                .put("code", ErrorCode.INVALID_PARAMS)
                                .put("message", "Unknown tool: " + prefix + name));
                HttpWire.Answer answer = modern(ALICE, "tools/call", params, "Mcp-Name: " + prefix + name);
                assertThat(answer.status()).isEqualTo(400);
                assertThat(new JsonObject(answer.body()).getJsonObject("error")).isEqualTo(error);
            }
            assertThat(docs.requests).isEmpty();
            assertThat(legacy(ALICE, "tools/call", "{\"name\":\"" + prefix + "read\"}")
                            .getJsonObject("result"))
                    .isNotNull();
            docs.requests.clear();
            gateway.close();
        }
        start(docs);
    }

    @Test
    void aShownToolThatIsDeniedSaysHowToAsk() {
        rule(allow("a"));
        rule(deny("d"), "tools", List.of("write", "missing"), "shown", true);
        start(docs);
        assertThat(names(legacy(ALICE, "tools/list", "{}"), "tools")).contains("write");
        JsonObject error = legacy(ALICE, "tools/call", "{\"name\":\"write\"}").getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(ErrorCode.DENIED);
        assertThat(error.getString("message")).contains("Ask #platform.").doesNotContain("policy", "rule");
        assertThat(code(legacy(ALICE, "tools/call", "{\"name\":\"missing\"}")))
                .as("what does not exist is not shown")
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(docs.requests).isEmpty();
    }

    @Attack(WayIn.TWO_NAMES)
    @Test
    void theNameIsDecidedUponAsTheUpstreamReadsIt() {
        rule(allow("a"));
        rule(deny("d"), "tools", List.of("drop"));
        start(docs, mail);
        assertThat(code(legacy(ALICE, "tools/call", "{\"name\":\"docs_\\u0064rop\"}")))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(code(legacy(ALICE, "tools/call", "{\"n\\u0061me\":\"docs_drop\"}")))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(code(legacy(ALICE, "tools/call", "{\"name\":\"docs_read\",\"n\\u0061me\":\"docs_drop\"}")))
                .as("two names for one tool are refused")
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(docs.requests).isEmpty();
    }

    @Attack(WayIn.TWO_NAMES)
    @Test
    void aNameThatIsNoStringPassesNoPolicy() {
        rule(allow("a"));
        rule(deny("d"), "tools", List.of("7"));
        start(docs);
        assertThat(code(legacy(ALICE, "tools/call", "{\"name\":7}"))).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(docs.requests).isEmpty();
    }

    @Attack(WayIn.UPSTREAM_WITHOUT_RULE)
    @Test
    void promptsResourcesAndCompletionFollowThePolicyToo() {
        rule(allow("a"), "tools", List.of("*"));
        for (ScriptedProvider[] upstreams :
                List.of(new ScriptedProvider[] {docs}, new ScriptedProvider[] {docs, mail})) {
            start(upstreams);
            String prefix = upstreams.length == 1 ? "" : "docs_";
            String prompt = "\"name\":\"" + prefix + "greet\"";
            String argument = ",\"argument\":{\"name\":\"a\",\"value\":\"\"}";
            assertThat(code(legacy(ALICE, "prompts/get", "{" + prompt + "}"))).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(code(legacy(ALICE, "resources/read", "{\"uri\":\"doc://1\"}")))
                    .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(code(legacy(ALICE, "resources/subscribe", "{\"uri\":\"doc://1\"}")))
                    .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(code(legacy(
                            ALICE,
                            "completion/complete",
                            "{\"ref\":{\"type\":\"ref/prompt\"," + prompt + "}" + argument + "}")))
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(code(legacy(
                            ALICE,
                            "completion/complete",
                            "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"doc://1\"}" + argument + "}")))
                    .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(code(legacy(ALICE, "vendor/special", "{}"))).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            assertThat(docs.requests).isEmpty();
            gateway.close();
        }
        start(docs);
    }

    @Test
    void aSubscriptionLeavesOutWhatTheCallerMayNotRead() {
        rule(allow("a"), "tools", List.of("*"));
        start(docs);
        HttpWire wire = gateway.post(
                "/mcp",
                request(
                        "subscriptions/listen",
                        "{" + META + ",\"notifications\":{\"toolsListChanged\":true,"
                                + "\"resourceSubscriptions\":[\"doc://1\"]}}"),
                ALICE,
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: subscriptions/listen");
        wire.head();
        JsonObject acknowledged = new JsonObject(wire.data());
        assertThat(acknowledged
                        .getJsonObject("params")
                        .getJsonObject("notifications")
                        .getJsonArray("resourceSubscriptions"))
                .isEmpty();
    }

    // Scopes

    private static void assertChallenge(HttpWire.Answer answer, String scopes) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("www-authenticate"))
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"" + scopes + "\"")
                .containsPattern(
                        "resource_metadata=\"http://127.0.0.1:\\d+/.well-known/oauth-protected-resource/mcp\"");
        assertThat(code(new JsonObject(answer.body()))).isEqualTo(ErrorCode.DENIED);
    }

    @Attack(WayIn.SCOPE_EXCEEDED)
    @Test
    void aReadOnlyTokenThatCallsAWritingToolIsToldWhatToAskFor() {
        rule(allow("a"));
        start(docs);
        String held = scopes("tools:read prompts:read");
        assertChallenge(
                legacyAnswer("/mcp", ALICE, "tools/call", "{\"name\":\"write\"}", held),
                "tools:read tools:write prompts:read");
        assertChallenge(
                modern(ALICE, "tools/call", "{\"name\":\"write\"}", held, "Mcp-Name: write"),
                "tools:read tools:write prompts:read");
        assertThat(docs.requests).isEmpty();
        assertThat(legacyAnswer("/mcp", ALICE, "tools/call", "{\"name\":\"read\"}", held)
                        .status())
                .isEqualTo(200);
        assertThat(docs.requests).hasSize(1);
    }

    @Attack(WayIn.SCOPE_EXCEEDED)
    @Test
    void aToolThatTheCatalogDoesNotKnowNeedsTheScopeForWriting() {
        rule(allow("a"));
        start(docs);
        assertChallenge(
                legacyAnswer("/mcp", ALICE, "tools/call", "{\"name\":\"unlisted\"}", scopes("tools:read")),
                "tools:read tools:write");
        docs.lists(ListKind.TOOLS, tool("twice", "{\"readOnlyHint\":true}") + "," + tool("twice", "{}"));
        assertChallenge(
                legacyAnswer("/mcp", ALICE, "tools/call", "{\"name\":\"twice\"}", scopes("tools:read")),
                "tools:read tools:write");
        assertThat(docs.requests).isEmpty();
    }

    @Attack(WayIn.SCOPE_EXCEEDED)
    @Test
    void promptsAndResourcesNeedTheirScopes() {
        rule(allow("a"));
        for (ScriptedProvider[] upstreams :
                List.of(new ScriptedProvider[] {docs}, new ScriptedProvider[] {docs, mail})) {
            start(upstreams);
            String prompt = upstreams.length == 1 ? "greet" : "docs_greet";
            String held = scopes("tools:read tools:write");
            String all = "tools:read tools:write ";
            assertChallenge(
                    legacyAnswer("/mcp", ALICE, "prompts/get", "{\"name\":\"" + prompt + "\"}", held),
                    all + "prompts:read");
            assertChallenge(
                    legacyAnswer("/mcp", ALICE, "resources/read", "{\"uri\":\"doc://1\"}", held),
                    all + "resources:read");
            assertChallenge(
                    legacyAnswer(
                            "/mcp",
                            ALICE,
                            "completion/complete",
                            "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"" + prompt
                                    + "\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}}",
                            held),
                    all + "prompts:read");
            assertThat(docs.requests).isEmpty();
            gateway.close();
        }
        start(docs);
    }

    @Test
    void aListHidesNothingForAMissingScope() {
        rule(allow("a"));
        start(docs, mail);
        JsonObject list = legacy(ALICE, "tools/list", "{}", scopes("prompts:read"));
        assertThat(names(list, "tools")).contains("docs_read", "docs_write", "mail_send");
    }

    @Test
    void aMissingScopeIsAnErrorOnAStreamThatHasBegun() {
        rule(allow("a"));
        start(docs);
        settings.interceptors = List.of((call, next) -> {
            call.push().begin();
            return next.apply(call);
        });
        gateway.close();
        start(docs);
        HttpWire.Answer answer =
                legacyAnswer("/mcp", ALICE, "tools/call", "{\"name\":\"write\"}", scopes("tools:read"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("data: ", "\"code\":" + ErrorCode.DENIED, "tools:write");
    }
}
