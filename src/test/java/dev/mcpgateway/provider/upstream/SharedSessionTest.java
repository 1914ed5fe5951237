package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.TestServer.Incoming;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SharedSessionTest {
    private LegacyServer server;
    private ProviderFixture up;
    private final ClientStub alice = ClientStub.legacy("alice");
    private final ClientStub bob = ClientStub.legacy("bob");

    @BeforeEach
    void start(Vertx vertx) {
        server = LegacyServer.start(vertx);
        up = new ProviderFixture(vertx, ProviderFixture.config(server.url()).withShared(true));
    }

    @AfterEach
    void stop() {
        up.close();
        server.close();
    }

    @Test
    void allClientsShareOneSessionThatIsNobodysOwn() {
        up.initialized(alice);
        ServerDescription description = up.get(() -> up.provider().describe(bob, bob.initialize()));
        up.request(ClientStub.modern("carol"), ClientStub.modern("carol").tool("1", "echo", "{}"));

        assertThat(server.sessions()).hasSize(1);
        assertThat(server.sessions().getFirst().initialize().getJsonObject("capabilities"))
                .isEqualTo(new JsonObject());
        assertThat(server.sessions()
                        .getFirst()
                        .initialize()
                        .getJsonObject("clientInfo")
                        .getString("name"))
                .isEqualTo("mcp-gateway");
        assertThat(description.result().string("protocolVersion")).isEqualTo("2025-11-25");
        assertThat(alice.upstream("up")).isNull();
    }

    @Test
    void equalIdsAndTokensOfTwoClientsAreKeptApart() {
        server.on("tools/call", request -> {
            Object token = request.meta().getValue("progressToken");
            request.notification(
                            "notifications/progress",
                            JsonObject.of("progressToken", token, "progress", 1).encode())
                    .after(
                            30,
                            () -> request.result("{\"said\":" + request.params().getJsonObject("arguments") + "}"));
        });
        up.initialized(alice);
        PushedLog toAlice = new PushedLog();
        PushedLog toBob = new PushedLog();

        Future<Answered> first = up.start(() -> up.provider()
                .request(alice.call(
                        alice.request(
                                "1",
                                "tools/call",
                                "\"name\":\"echo\",\"arguments\":{\"a\":1}",
                                "\"progressToken\":\"t\""),
                        toAlice)));
        Future<Answered> second = up.start(() -> up.provider()
                .request(bob.call(
                        bob.request(
                                "1",
                                "tools/call",
                                "\"name\":\"echo\",\"arguments\":{\"b\":1}",
                                "\"progressToken\":\"t\""),
                        toBob)));
        up.get(() -> Future.all(first, second));

        assertThat(server.received("tools/call")).extracting(Incoming::id).doesNotHaveDuplicates();
        assertThat(first.result().message().root().toString()).contains("\"id\":1,", "\"a\":1");
        assertThat(second.result().message().root().toString()).contains("\"id\":1,", "\"b\":1");
        assertThat(toAlice.messages())
                .extracting(message -> message.param("progressToken"))
                .containsExactly("t");
        assertThat(toBob.messages())
                .extracting(message -> message.param("progressToken"))
                .containsExactly("t");
    }

    @Test
    void cancellingNamesTheCallAsTheServerKnowsIt() {
        server.on("tools/call", Incoming::stream);
        up.initialized(alice);
        Future<Answered> reply = up.start(() -> up.provider().request(alice.call(alice.tool("1", "echo", "{}"))));
        await().until(() -> server.received("tools/call").size() == 1);

        up.get(() -> up.provider()
                .notify(
                        alice,
                        ClientStub.message(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}"),
                        HttpHeaders.headers()));

        await().until(() ->
                reply.failed() && server.received("notifications/cancelled").size() == 1);
        assertThat(server.received("notifications/cancelled")
                        .getFirst()
                        .params()
                        .getValue("requestId"))
                .isEqualTo(server.received("tools/call").getFirst().json().getValue("id"));
    }

    @Test
    void oneClientsGoodbyeDoesNotEndTheSessionOfAll() {
        up.initialized(alice);

        up.get(() -> up.provider().release(alice));

        assertThat(server.sessions()).hasSize(1);
    }
}
