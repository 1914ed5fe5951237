package dev.mcpgateway.http;

import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every request, whatever transport it is for. */
class PublicListenerTest {
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        RunningGateway.Settings settings = new RunningGateway.Settings();
        settings.corsOrigins = List.of("https://app.example.com");
        gateway = RunningGateway.with(settings, new ScriptedProvider("docs"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    @Attack(WayIn.DNS_REBINDING)
    void otherHostsAndOriginsAreRefusedInJsonRpc() {
        for (String header : List.of("Host: evil.example.com", "Origin: http://evil.example.com", "Origin: null")) {
            HttpWire.Answer answer = gateway.post("/mcp", initializeMessage("2025-11-25"), header)
                    .answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getInteger("code"))
                    .isEqualTo(-32600);
        }
        assertThat(gateway.sessions.size()).isZero();
    }

    @Test
    void aPageOfAnAllowedOriginSeesTheHeadersItNeeds() {
        HttpWire.Answer answer = gateway.post(
                        "/mcp", initializeMessage("2025-11-25"), "Origin: https://app.example.com")
                .answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
        assertThat(answer.header("access-control-expose-headers"))
                .contains("Mcp-Session-Id", "WWW-Authenticate", "Retry-After");
        assertThat(answer.header("vary")).isEqualTo("Origin");
    }

    @Test
    void healthIsAnsweredWhateverNameALoadBalancerAsksFor() {
        for (String host : List.of("Host: 10.0.1.17:3000", "Host: evil.example.com")) {
            HttpWire.Answer answer =
                    gateway.wire().send("GET", "/health", null, host).answer();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionIsActiveAsLongAsSomethingIsAnsweredOnIt() {
        String session = gateway.initialize("2025-11-25");
        HttpWire idle = gateway.post(
                "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "Mcp-Session-Id: " + session);
        assertThat(idle.answer().status()).isEqualTo(200);
        await().until(() -> gateway.shared.activeConnections().get() == 0);
        assertThat(gateway.shared.connections().get()).isPositive();

        HttpWire stream = gateway.stream(session);
        HttpWire other = gateway.stream(gateway.initialize("2025-11-25"));
        await().until(() -> gateway.shared.activeConnections().get() == 2);
        stream.close();
        await().until(() -> gateway.shared.activeConnections().get() == 1);
        gateway.endStreams();
        await().until(() -> gateway.shared.activeConnections().get() == 0);
        other.close();
    }

    @Test
    void aPreflightIsAnsweredWithoutASession() {
        HttpWire.Answer answer = gateway.wire()
                .send(
                        "OPTIONS",
                        "/mcp",
                        null,
                        "Origin: https://app.example.com",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: mcp-session-id, mcp-param-region")
                .answer();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-methods")).contains("POST", "DELETE");
        assertThat(answer.header("access-control-allow-headers")).contains("mcp-param-region");
        assertThat(gateway.wire().send("OPTIONS", "/mcp", null).answer().headers())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void healthIsAnsweredWhateverTheHost() {
        HttpWire.Answer answer =
                gateway.wire().send("GET", "/health", null, "Host: 10.0.0.7").answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo("ok");
        assertThat(new JsonObject(answer.body()).getInstant("timestamp")).isNotNull();
    }

    @Test
    void aRequestIdIsCarriedWhenItIsSafeToLog() {
        assertThat(gateway.wire()
                        .send("GET", "/health", null, "X-Request-Id: a-b_c.1")
                        .answer()
                        .header("x-request-id"))
                .isEqualTo("a-b_c.1");
        for (String unsafe : List.of("a b", "<script>", "x".repeat(129))) {
            assertThat(gateway.wire()
                            .send("GET", "/health", null, "X-Request-Id: " + unsafe)
                            .answer()
                            .header("x-request-id"))
                    .matches("[0-9a-f]{16}");
        }
    }

    @Test
    void whatIsNowhereIs404WithWhereToGo() {
        HttpWire.Answer answer = gateway.wire().send("GET", "/nowhere", null).answer();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("/mcp").contains("/sse");
    }

    @Test
    void aRequestThatIsNoHttpIsRefusedAndCostsTheOthersNothing() {
        HttpWire.Answer answer =
                gateway.wire().raw("GET / HTTP/1.1\r\nbad header\r\n\r\n").answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(gateway.wire().send("GET", "/health", null).answer().status())
                .isEqualTo(200);
    }
}
