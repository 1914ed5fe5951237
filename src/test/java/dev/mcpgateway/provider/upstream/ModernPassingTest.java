package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.testing.ModernServer;
import dev.mcpgateway.testing.TestServer.Incoming;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ModernPassingTest {
    private ModernServer server;
    private ProviderFixture up;
    private final ClientStub client = ClientStub.modern("alice");

    @BeforeEach
    void start(Vertx vertx) {
        server = ModernServer.start(vertx);
        up = new ProviderFixture(vertx, ProviderFixture.config(server.url()));
    }

    @AfterEach
    void stop() {
        up.close();
        server.close();
    }

    @Test
    void bytesPassUnchangedBothWays() {
        String result = "{\"resultType\":\"complete\",\"content\":[] , \"odd\":[1e400,0.10]}";
        server.answers("tools/call", result);
        Message request = client.tool("17", "echo", "{\"n\": 1e400,\"u\":\"\\ud83d\\ude00\"}");

        Answered reply = up.request(client, request);

        assertThat(server.received("tools/call").getFirst().text())
                .isEqualTo(request.root().toString());
        assertThat(reply.message().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":" + result + "}");
    }

    @Test
    void theHeadersMirrorTheRequestAndItsParamsPass() {
        Message request = client.tool("1", "region", "{\"region\":\"us-west1\"}");

        Answered reply = up.get(() -> up.provider()
                .request(client.call(
                        request,
                        HttpHeaders.headers()
                                .set("Mcp-Param-Region", "us-west1")
                                .set("Cookie", "a=b"),
                        new PushedLog())));

        Incoming call = server.received("tools/call").getFirst();
        assertThat(call.header("Mcp-Method")).isEqualTo("tools/call");
        assertThat(call.header("Mcp-Name")).isEqualTo("region");
        assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
        assertThat(call.header("Cookie")).isNull();
        assertThat(reply.message().error()).isNull();
    }

    @Test
    void anInputRequiredResultPassesAndSoDoesItsRetry() {
        server.on("tools/call", request -> {
            if (request.params().containsKey("requestState")) {
                request.result("{\"resultType\":\"complete\",\"content\":[]}");
            } else {
                request.result(
                        "{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},"
                                + "\"requestState\":\"s\"}");
            }
        });

        Answered first = up.request(client, client.tool("1", "ask", "{}"));
        Answered second = up.request(
                client,
                client.request(
                        "2", "tools/call", "\"name\":\"ask\",\"inputResponses\":{\"k\":{}},\"requestState\":\"s\""));

        assertThat(first.message().result().string("resultType")).isEqualTo("input_required");
        assertThat(second.message().result().string("resultType")).isEqualTo("complete");
    }

    @Test
    void statusAndErrorOfTheServerPass() {
        server.on(
                "tools/call",
                request -> request.error(400, -32021, "no sampling", "{\"requiredCapabilities\":{\"sampling\":{}}}"));

        Answered reply = up.request(client, client.tool("3", "ask", "{}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32021,\"message\":\"no sampling\","
                        + "\"data\":{\"requiredCapabilities\":{\"sampling\":{}}}}}");
    }

    @Test
    void anUnknownMethodIsTheServersToRefuse() {
        Answered reply = up.request(client, client.request("3", "vendor/odd", ""));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.message().error().toString()).contains("-32601");
    }

    @Test
    void progressComesBeforeTheAnswerWithTheClientsToken() {
        server.on(
                "tools/call",
                request -> request.notification("notifications/progress", "{\"progressToken\":\"p\",\"progress\":1}")
                        .result("{\"resultType\":\"complete\"}"));
        PushedLog push = new PushedLog();

        up.get(() -> up.provider()
                .request(client.call(
                        client.request("1", "tools/call", "\"name\":\"echo\"", "\"progressToken\":\"p\""), push)));

        assertThat(push.messages())
                .extracting(message -> message.param("progressToken"))
                .containsExactly("p");
        assertThat(push.events().getFirst().eventId()).isNull();
    }

    @Test
    void cancellingClosesTheStreamAtTheServer() {
        server.on("tools/call", Incoming::stream);
        Call call = client.call(client.tool("1", "echo", "{}"));
        Future<Answered> reply = up.start(() -> up.provider().request(call));
        await().until(() -> server.open().size() == 1);

        call.cancel();

        await().until(() -> server.open().isEmpty() && reply.failed());
    }

    @Test
    void theDescriptionIsTheServersOwnButForTheVersionsOfTheGateway() {
        ServerDescription description = up.get(() -> up.provider().describe(client, null));

        assertThat(description.result().get("supportedVersions").toString())
                .contains("2026-07-28", "2025-11-25", "2024-11-05");
        assertThat(description.serverInfo().string("name")).isEqualTo("modern");
        assertThat(description.instructions().asString()).isEqualTo("Be brief.");
        assertThat(description.result().get("ttlMs").toString()).isEqualTo("0");
    }

    @Test
    void aListIsKeptAsLongAsTheServerSays() {
        Page first = up.get(() -> up.provider().page(client, ListKind.TOOLS, null));
        Page second = up.get(() -> up.provider().page(ClientStub.modern("bob"), ListKind.TOOLS, null));
        up.get(() -> up.provider().page(client, ListKind.PROMPTS, null));
        up.get(() -> up.provider().page(client, ListKind.PROMPTS, null));

        assertThat(first.result().toString()).isEqualTo(ModernServer.TOOLS);
        assertThat(second).isSameAs(first);
        assertThat(server.received("tools/list")).hasSize(1);
        assertThat(server.received("prompts/list")).hasSize(2);
    }

    @Test
    void aSubscriptionIsOpenOnceItIsAcknowledgedAndForgetsChangedLists() {
        PushedLog push = new PushedLog();
        up.get(() -> up.provider().page(client, ListKind.TOOLS, null));

        Listening listening =
                up.get(() -> up.provider().listen(client, ClientStub.json("{\"toolsListChanged\":true}"), null, push));
        server.publish("notifications/tools/list_changed", "");
        await().until(() -> push.messages("notifications/tools/list_changed").size() == 1);
        up.get(() -> up.provider().page(client, ListKind.TOOLS, null));

        assertThat(listening.acknowledged().toString()).isEqualTo("{\"toolsListChanged\":true}");
        assertThat(push.messages()).hasSize(1);
        assertThat(server.received("tools/list")).hasSize(2);
        up.get(() -> {
            listening.close();
            return Future.succeededFuture();
        });
        await().until(() -> server.subscriptions().isEmpty());
    }

    @Test
    void aSubscriptionThatTheServerEndsIsEnded() {
        Listening listening = up.get(() -> up.provider().listen(client, ClientStub.json("{}"), null, new PushedLog()));

        server.vertx().runOnContext(now -> server.subscriptions().getFirst().result("{\"resultType\":\"complete\"}"));

        up.get(listening::ended);
    }

    @Test
    void aServerThatKnowsNoSubscriptionsSaysSo() {
        server.on("subscriptions/listen", request -> request.error(404, -32601, "Method not found"));

        assertThatThrownBy(
                        () -> up.get(() -> up.provider().listen(client, ClientStub.json("{}"), null, new PushedLog())))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND));
    }
}
