package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.HeaderSignIn.as;
import static dev.mcpgateway.testing.HeaderSignIn.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.PolicyConfig;
import dev.mcpgateway.config.RatesConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.dispatch.LimitRequests;
import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much one person, client or upstream may take, over real connections. */
class LimitsTest {
    private static final String ALICE = as("alice@example.com");
    private static final String BOB = as("bob@example.com");

    private final ScriptedProvider docs = new ScriptedProvider("docs").lists(ListKind.TOOLS, "{\"name\":\"a\"}");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private RunningGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(String limit, int value) {
        RatesConfig rates = Settings.with(RatesConfig.defaults(), limit, value);
        settings.rates = Settings.with(rates, "burst", Duration.ZERO);
        settings.limits = new RateLimits(() -> settings.rates);
        settings.interceptors = List.of(new LimitRequests(settings.limits));
        settings.authenticator = new HeaderSignIn();
        settings.policy = PolicyConfig.defaults();
        settings.openUpstreams = List.of("docs");
        gateway = RunningGateway.with(settings, docs);
    }

    private HttpWire.Answer initialize(String who) {
        return gateway.post("/mcp", RunningGateway.initializeMessage("2025-11-25"), who)
                .answer();
    }

    private HttpWire.Answer call(String session, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Mcp-Session-Id: " + session;
        return gateway.post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"r\",\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}",
                        all)
                .answer();
    }

    private static void assertTooMany(HttpWire.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getInteger("code"))
                .isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void aPersonWhoAsksTooOftenIsToldWhenToComeBack() {
        start("person", 1);
        String alices = initialize(ALICE).header("mcp-session-id");
        String bobs = initialize(BOB).header("mcp-session-id");
        assertThat(call(alices, ALICE).status()).isEqualTo(200);
        assertTooMany(call(alices, ALICE));
        assertThat(call(bobs, BOB).status()).isEqualTo(200);
        assertThat(docs.requests).hasSize(2);
    }

    @Test
    void aClientThatAsksTooOftenIsRefusedWhoeverUsesIt() {
        start("client", 1);
        String alices = initialize(ALICE).header("mcp-session-id");
        String bobs = initialize(BOB).header("mcp-session-id");
        assertThat(call(alices, ALICE, by("cursor")).status()).isEqualTo(200);
        assertTooMany(call(bobs, BOB, by("cursor")));
        assertThat(call(bobs, BOB, by("vscode")).status()).isEqualTo(200);
    }

    @Test
    void anUpstreamIsSentNoMoreThanItsRate() {
        start("upstream", 1);
        String alices = initialize(ALICE).header("mcp-session-id");
        String bobs = initialize(BOB).header("mcp-session-id");
        assertThat(call(alices, ALICE).status()).isEqualTo(200);
        assertTooMany(call(bobs, BOB));
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void aPersonHasOnlySoManySessions() {
        start("sessionsPerPerson", 2);
        String first = initialize(ALICE).header("mcp-session-id");
        assertThat(initialize(ALICE).status()).isEqualTo(200);
        assertTooMany(initialize(ALICE));
        assertThat(initialize(BOB).status()).isEqualTo(200);
        gateway.wire()
                .send("DELETE", "/mcp", null, ALICE, "Mcp-Session-Id: " + first)
                .answer();
        assertThat(initialize(ALICE).status()).isEqualTo(200);
    }

    @Test
    void aPersonHasOnlySoManyStreams() {
        start("streamsPerPerson", 1);
        String first = initialize(ALICE).header("mcp-session-id");
        String second = initialize(ALICE).header("mcp-session-id");
        HttpWire open = gateway.stream(first, ALICE);
        String[] get = {"Accept: text/event-stream", ALICE, "Mcp-Session-Id: " + second};
        assertThat(gateway.wire().send("GET", "/mcp", null, get).answer().status())
                .isEqualTo(429);
        assertThat(gateway.wire().send("GET", "/sse", null, get).answer().status())
                .isEqualTo(429);
        open.close();
        await().until(() -> gateway.wire().send("GET", "/mcp", null, get).head().status() == 200);
    }

    @Test
    void connectionsBeyondTheLimitAreClosed() {
        settings.connections = 2;
        start("person", 0);
        HttpWire one = gateway.wire();
        HttpWire two = gateway.wire();
        assertThat(one.send("GET", "/health", null).answer().status()).isEqualTo(200);
        assertThat(two.send("GET", "/health", null).answer().status()).isEqualTo(200);
        assertThat(gateway.wire().closedByPeer()).isTrue();
        one.close();
        await().ignoreExceptions()
                .until(() ->
                        gateway.wire().send("GET", "/health", null).answer().status() == 200);
    }
}
