package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static dev.mcpgateway.testing.HeaderSignIn.by;
import static dev.mcpgateway.testing.HeaderSignIn.scopes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.audit.AuditWriter;
import dev.mcpgateway.config.AuditConfig;
import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.PolicyRule;
import dev.mcpgateway.config.RatesConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.dispatch.AuditCalls;
import dev.mcpgateway.dispatch.LimitRequests;
import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit lines of calls, from the request to the stream that they are written to. */
class AuditCallsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AuditWriter writer = AuditWriter.toStream(new PrintStream(out), 1 << 20);
    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(ListKind.TOOLS, "{\"name\":\"read\",\"annotations\":{\"readOnlyHint\":true}},{\"name\":\"write\"}");
    private final ScriptedProvider mail = new ScriptedProvider("mail").lists(ListKind.TOOLS, "{\"name\":\"send\"}");
    private AuditConfig.Arguments arguments = AuditConfig.Arguments.DIGEST;
    private RatesConfig rates = RatesConfig.defaults();
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        RunningGateway.Settings settings = new RunningGateway.Settings();
        settings.authenticator = new HeaderSignIn();
        settings.policy = new PolicyConfig(
                Map.of(
                        "no-send",
                        Settings.with(PolicyRule.of("no-send", PolicyRule.Effect.DENY), "tools", List.of("send"))),
                "Ask.",
                1000);
        settings.openUpstreams = List.of("docs", "mail");
        RateLimits limits = new RateLimits(() -> rates);
        settings.interceptors = List.of(new AuditCalls(writer, () -> arguments), new LimitRequests(limits));
        gateway = RunningGateway.with(settings, docs, mail);
    }

    @AfterEach
    void close() {
        gateway.close();
        writer.close();
    }

    private JsonObject line(String params, String... headers) {
        return lineOf("tools/call", params, headers);
    }

    private JsonObject lineOf(String method, String params, String... headers) {
        out.reset();
        String who = as("alice@example.com");
        String session = gateway.post("/mcp", RunningGateway.initializeMessage("2025-11-25"), who)
                .answer()
                .header("mcp-session-id");
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(who, by("cursor"), "Mcp-Session-Id: " + session, "X-Request-Id: request-7"));
        gateway.post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}",
                        all.toArray(String[]::new))
                .answer();
        await().until(() -> out.size() > 0);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        return new JsonObject(lines.getFirst());
    }

    @Test
    void anExecutedCallSaysWhoCalledWhatAndWhichKeyAllowedIt() {
        JsonObject line = line("{\"name\":\"docs_read\",\"arguments\":{\"q\":\"secret question\"}}");
        assertThat(line.getMap())
                .containsEntry("event", "call")
                .containsEntry("outcome", "success")
                .containsEntry("person", "alice@example.com")
                .containsEntry("client", "cursor")
                .containsEntry("requestId", "request-7")
                .containsEntry("method", "tools/call")
                .containsEntry("upstream", "docs")
                .containsEntry("tool", "read")
                .containsEntry("rule", "upstreams.docs.access")
                .containsKeys("time", "durationMillis")
                .containsEntry("argumentsSha256", "5952bda509c37a7189dfcea2e515357899931b52b078c01904ac9f68c5e50f9c");
        assertThat(line.encode()).doesNotContain("secret question");
    }

    @Test
    void argumentsAreWrittenOnlyWhenThatIsSwitchedOn() {
        arguments = AuditConfig.Arguments.FULL;
        assertThat(line("{\"name\":\"docs_read\",\"arguments\":{\"q\":\"x\"}}").getString("arguments"))
                .isEqualTo("{\"q\":\"x\"}");
        arguments = AuditConfig.Arguments.NONE;
        assertThat(line("{\"name\":\"docs_read\",\"arguments\":{\"q\":\"x\"}}").getMap())
                .doesNotContainKeys("arguments", "argumentsSha256");
    }

    @Test
    void aDeniedCallNamesTheRuleWhichTheCallerIsNotTold() {
        assertThat(line("{\"name\":\"mail_send\"}").getMap())
                .containsEntry("outcome", "denied")
                .containsEntry("upstream", "mail")
                .containsEntry("tool", "send")
                .containsEntry("rule", "policy.rules.no-send");
    }

    @Test
    void aWebSocketThatIsRefusedForItsScopeIsADenial() {
        gateway.wire()
                .send(
                        "GET",
                        "/ws",
                        null,
                        as("alice@example.com"),
                        scopes("tools:read"),
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                .answer();
        await().until(() -> out.size() > 0);

        assertThat(new JsonObject(out.toString(StandardCharsets.UTF_8)).getMap())
                .containsEntry("outcome", "denied")
                .containsEntry("person", "alice@example.com")
                .containsEntry("rule", "scope api");
    }

    @Test
    void aMissingScopeIsADenial() {
        assertThat(line("{\"name\":\"docs_write\"}", scopes("tools:read")).getMap())
                .containsEntry("outcome", "denied")
                .containsEntry("rule", "scope tools:write");
        assertThat(lineOf(
                                "completion/complete",
                                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"docs_p\"}}",
                                scopes("tools:read"))
                        .getMap())
                .containsEntry("outcome", "denied")
                .containsEntry("method", "completion/complete");
    }

    @Test
    void aRequestBeyondTheRateIsALine() {
        rates = Settings.with(Settings.with(rates, "person", 1), "burst", Duration.ZERO);
        line("{\"name\":\"docs_read\"}");
        assertThat(line("{\"name\":\"docs_read\"}").getMap()).containsEntry("outcome", "limited");
    }

    @Test
    void aCallOfWhichNobodyKnowsTheOutcomeSaysSo() {
        docs.answer = call -> Future.failedFuture(McpError.outcomeUnknown("lost"));
        assertThat(line("{\"name\":\"docs_read\"}").getMap())
                .containsEntry("outcome", "unknown")
                .containsEntry("reason", "-31001");
    }

    @Attack(WayIn.HEADER_INJECTION)
    @Test
    void aNameCannotForgeALine() {
        JsonObject line = line("{\"name\":\"docs_x\\n{\\\"event\\\":\\\"sign-in\\\"}\"}");
        assertThat(line.getString("tool")).isEqualTo("x\n{\"event\":\"sign-in\"}");
    }
}
