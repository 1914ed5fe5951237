package dev.mcpgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stateless era on the address that both eras share. */
class ModernEraTest {
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String VERSION = "MCP-Protocol-Version: 2026-07-28";

    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private final RunningGateway gateway = RunningGateway.over(docs);

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"r\",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private HttpWire send(String method, String params, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Mcp-Method: " + method);
        return gateway.post("/mcp", request(method, params), all.toArray(String[]::new));
    }

    private HttpWire call() {
        return send("tools/call", META + ",\"name\":\"a\"", VERSION, "Mcp-Name: a");
    }

    private static JsonObject error(HttpWire.Answer answer) {
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("id")).as("the id comes back").isEqualTo("r");
        return body.getJsonObject("error");
    }

    @Test
    void aRequestWithItsMetaNeedsNoSession() {
        HttpWire.Answer answer = call().answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("mcp-session-id");
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void whatTheHeaderMakesModernIsAnsweredInModernTermsWhenMetaIsMissing() {
        HttpWire.Answer answer = send("server/discover", "", VERSION).answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(error(answer).getInteger("code")).isEqualTo(-32602);
    }

    @Test
    void headersThatSayOtherThanTheBodyAreRefused() {
        for (HttpWire wire : List.of(
                send("tools/call", META + ",\"name\":\"a\"", VERSION, "Mcp-Name: b"),
                send("tools/call", META + ",\"name\":\"a\"", VERSION, "Mcp-Name: a", "Mcp-Name: b"),
                send("tools/call", META + ",\"name\":\"a\"", "MCP-Protocol-Version: 2025-11-25", "Mcp-Name: a"),
                gateway.post("/mcp", request("tools/call", META + ",\"name\":\"a\""), VERSION, "Mcp-Name: a"))) {
            HttpWire.Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(error(answer).getInteger("code")).isEqualTo(-32020);
        }
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void anUnknownVersionIsToldTheSupportedOnes() {
        HttpWire.Answer answer = send(
                        "tools/list", META.replace("2026-07-28", "v999.0.0"), "MCP-Protocol-Version: v999.0.0")
                .answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(error(answer).getInteger("code")).isEqualTo(-32022);
        JsonObject data = error(answer).getJsonObject("data");
        assertThat(data.getJsonArray("supported")).contains("2026-07-28");
        assertThat(data.getString("requested")).isEqualTo("v999.0.0");
    }

    @Test
    void methodsOfTheSessionEraAre404() {
        for (String method : List.of("initialize", "ping", "logging/setLevel", "resources/subscribe")) {
            HttpWire.Answer answer = send(method, META, VERSION).answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(error(answer).getInteger("code")).isEqualTo(-32601);
        }
    }

    @Test
    void aCancellationIsAcceptedAndCancelsNothing() {
        Promise<Reply> never = Promise.promise();
        AtomicReference<Call> asked = new AtomicReference<>();
        docs.answer = call -> {
            asked.set(call);
            return never.future();
        };
        call();
        await().until(() -> asked.get() != null);
        String cancelled =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"r\"}}";

        assertThat(gateway.post("/mcp", cancelled, VERSION).answer().status()).isEqualTo(202);
        assertThat(asked.get().isCancelled()).isFalse();
    }

    @Test
    void aClientThatGoesAwayCancels() {
        Promise<Reply> never = Promise.promise();
        AtomicReference<Call> asked = new AtomicReference<>();
        docs.answer = call -> {
            asked.set(call);
            return never.future();
        };
        HttpWire wire = call();
        await().until(() -> asked.get() != null);
        wire.close();

        await().until(() -> asked.get().isCancelled());
        assertThat(gateway.transports).allMatch(one -> one.inFlight() == 0);
    }

    @Test
    void anAnsweredStreamIsNotCancelled() {
        AtomicReference<Call> asked = new AtomicReference<>();
        Promise<Reply> later = Promise.promise();
        docs.answer = call -> {
            asked.set(call);
            call.push().begin();
            return later.future();
        };
        HttpWire wire = call();
        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        later.complete(Reply.result(dev.mcpgateway.protocol.Messages.resultMessage(
                asked.get().message().requireId(), "{}")));

        assertThat(wire.data()).contains("\"result\":{}");
        assertThat(wire.event()).isNull();
        assertThat(asked.get().isCancelled()).isFalse();
    }

    @Test
    void statusAndErrorOfTheUpstreamPassAsTheyAre() {
        docs.answer = call -> Future.succeededFuture(new Reply(
                400,
                dev.mcpgateway.protocol.Messages.errorMessage(
                        call.message().requireId(), -32021, "needs it", "{\"a\":1}"),
                true,
                null));
        HttpWire.Answer answer = call().answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error(answer).getJsonObject("data").getInteger("a")).isEqualTo(1);

        docs.answer = call -> Future.failedFuture(McpError.overloaded("too much"));
        assertThat(call().answer().status()).isEqualTo(503);
    }

    @Test
    void listeningIsAcknowledgedFirstAndCompletedByTheDrain() {
        HttpWire wire = send("subscriptions/listen", META + ",\"notifications\":{\"toolsListChanged\":true}", VERSION);
        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        assertThat(wire.data()).contains("notifications/subscriptions/acknowledged");
        docs.push("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}", "e1");
        assertThat(wire.event())
                .doesNotContain("id: docs")
                .contains("list_changed")
                .contains("\"io.modelcontextprotocol/subscriptionId\":\"r\"");

        assertThat(gateway.drain(2_000)).isZero();
        assertThat(wire.data()).contains("\"resultType\":\"complete\"");
        assertThat(wire.event()).isNull();
        await().until(docs.listeners::isEmpty);
    }
}
