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
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.TestServer.Incoming;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class LegacyPassingTest {
    private LegacyServer server;
    private ProviderFixture up;
    private final ClientStub client = ClientStub.legacy("alice");

    @BeforeEach
    void start(Vertx vertx) {
        server = LegacyServer.start(vertx);
        up = new ProviderFixture(vertx, ProviderFixture.config(server.url()));
    }

    @AfterEach
    void stop() {
        up.close();
        server.close();
    }

    @Test
    void initializeReachesTheServerAsTheClientWroteItAndItsAnswerComesBackWhole() {
        ServerDescription description = up.get(() -> up.provider().describe(client, client.initialize()));

        assertThat(server.received("initialize").getFirst().text())
                .contains(client.initialize().toString());
        assertThat(server.received("notifications/initialized")).hasSize(1);
        assertThat(description.protocolVersion()).isEqualTo("2025-11-25");
        assertThat(description.serverInfo().string("name")).isEqualTo("legacy");
        assertThat(description.capabilities().toString()).isEqualTo(LegacyServer.CAPABILITIES);
        assertThat(description.result().string("instructions")).isEqualTo("Be kind.");
    }

    @Test
    void bytesPassUnchangedBothWays() {
        String result =
                "{\"content\":[], \"odd\" : [1e400,0.10,12345678901234567890], \"x\":\"\\u00e9\\ud83d\\ude00\"}";
        server.answers("tools/call", result);
        Message request = ClientStub.message("{\"jsonrpc\":\"2.0\", \"id\": 0 ,\"method\":\"tools/call\",\"params\":"
                + "{\"name\":\"echo\",\"arguments\":{\"n\":1e400, \"m\": 0.10},\"unknown\":true}}");

        up.initialized(client);
        Answered reply = up.request(client, request);

        assertThat(server.received("tools/call").getFirst().text())
                .isEqualTo(request.root().toString());
        assertThat(reply.message().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":" + result + "}");
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void eachClientHasItsOwnSession() {
        ClientStub bob = ClientStub.legacy("bob");
        up.initialized(client);
        up.initialized(bob);

        up.request(client, client.tool("1", "echo", "{\"message\":\"secret\"}"));
        Answered whoIsBob = up.request(bob, bob.tool("1", "whoami", "{}"));
        Answered whoIsAlice = up.request(client, client.tool("2", "whoami", "{}"));

        assertThat(whoIsBob.message().root().toString()).contains("session-2 bob told []");
        assertThat(whoIsAlice.message().root().toString()).contains("session-1 alice told [secret]");
    }

    @Test
    void twoCallsAtOnceOpenOneSession() {
        Future<Answered> first = up.start(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"))));
        Future<Answered> second = up.start(() -> up.provider().request(client.call(client.tool("2", "echo", "{}"))));

        up.get(() -> Future.all(first, second));

        assertThat(server.sessions()).hasSize(1);
        assertThat(server.sessions().getFirst().initialize().getJsonObject("capabilities"))
                .isEqualTo(new JsonObject("{\"sampling\":{},\"elicitation\":{}}"));
    }

    @Test
    void anotherProcessGoesOnWithTheSessionThatWasRemembered(Vertx vertx) {
        up.initialized(client);
        try (ProviderFixture later = new ProviderFixture(vertx, ProviderFixture.config(server.url()))) {
            Answered reply = later.request(client, client.tool("7", "whoami", "{}"));

            assertThat(reply.message().root().toString()).contains("session-1 alice");
            assertThat(server.received("initialize")).hasSize(1);
        }
    }

    @Test
    void whatComesBeforeTheAnswerIsPushedInOrderUnderTheGatewaysIds() {
        server.on("tools/call", request -> {
            request.event("e1", "");
            request.event(
                    "e2",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                            + "\"params\":{\"progressToken\":0,\"progress\":1}}");
            request.event(
                    "e3",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"method\":\"sampling/createMessage\","
                            + "\"params\":{\"_meta\":{\"progressToken\":5}}}");
            request.event(
                    "e4",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                            + "\"params\":{\"requestId\":\"a\\\"b\"}}");
            request.event("e5", "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{}}");
            request.end();
        });
        PushedLog push = new PushedLog();
        up.initialized(client);

        Answered reply = up.get(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"), push)));

        assertThat(push.isBegun()).isTrue();
        assertThat(push.events()).extracting(PushedEvent::eventId).containsExactly("up/e1", "up/e2", "up/e3", "up/e4");
        assertThat(push.events().getFirst().message()).isNull();
        assertThat(push.messages().getFirst().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":0,\"progress\":1}}");
        assertThat(push.messages().get(1).id().string()).isEqualTo("up/\"a\\\"b\"");
        assertThat(push.messages().get(1).progressToken().string()).isEqualTo("up/5");
        assertThat(push.messages().get(2).param("requestId")).isEqualTo("up/\"a\\\"b\"");
        assertThat(reply.eventId()).isEqualTo("up/e5");
    }

    @Test
    void theClientsAnswerReachesTheServerUnderTheServersOwnId() {
        server.on(
                "tools/call",
                request -> server.ask(request, "sampling/createMessage", "{\"maxTokens\":5}")
                        .onSuccess(answer -> request.result("{\"said\":" + answer.getJsonObject("result") + "}")));
        up.initialized(client);
        PushedLog push = new PushedLog()
                .onEvent(event -> up.start(() -> up.provider()
                        .respond(
                                client,
                                event.message().id().string().substring("up/".length()),
                                ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":"
                                        + event.message().id() + ",\"result\":{\"ok\":1}}"),
                                HttpHeaders.headers())));

        Answered reply = up.get(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"), push)));

        assertThat(reply.message().result().toString()).isEqualTo("{\"said\":{\"ok\":1}}");
    }

    @Test
    void aResponseWithAnIdThatIsNoneIsRefused() {
        up.initialized(client);
        Message response = ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":\"up/x\",\"result\":{}}");

        assertThatThrownBy(() ->
                        up.get(() -> up.provider().respond(client, "1,\"result\":{}", response, HttpHeaders.headers())))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("no request with this id");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 400})
    void aSessionThatTheServerForgotIsOpenedAgainWithAllThatWasSet(int status) {
        up.initialized(client);
        up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://one\""));
        client.logLevel("debug");
        server.forgetSessions(status);

        Answered reply = up.request(client, client.tool("2", "add", "{\"message\":\"hi\"}"));

        assertThat(reply.message().root().toString()).contains("hi");
        assertThat(server.received("initialize")).hasSize(2);
        assertThat(server.received("initialize")
                        .getLast()
                        .params()
                        .getJsonObject("clientInfo")
                        .getString("name"))
                .isEqualTo("alice");
        assertThat(server.received("resources/subscribe").getLast().params().getString("uri"))
                .isEqualTo("test://one");
        assertThat(server.received("logging/setLevel").getLast().params().getString("level"))
                .isEqualTo("debug");
        assertThat(client.upstream("up").subscriptions()).containsExactly("test://one");
        assertThat(client.upstream("up").sessionId()).isEqualTo("session-2");
    }

    @Test
    void aCallThatMayHaveRunIsNotRepeatedAndItsOutcomeIsUnknown() {
        up.initialized(client);
        server.on("tools/call", Incoming::breakOff);

        assertThatThrownBy(() -> up.request(client, client.tool("1", "add", "{}")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
                .hasMessageContaining("'up'");
        assertThat(server.received("tools/call")).hasSize(1);
    }

    @Test
    void aCallOfAToolThatOnlyReadsIsRepeatedOnce() {
        up.initialized(client);
        up.get(() -> up.provider().page(client, ListKind.TOOLS, null));
        server.on("tools/call", request -> {
            if (server.received("tools/call").size() == 1) {
                request.breakOff();
            } else {
                request.result("{\"second\":true}");
            }
        });

        Answered reply = up.request(client, client.tool("1", "echo", "{}"));

        assertThat(reply.message().result().toString()).isEqualTo("{\"second\":true}");
    }

    @Test
    @Attack(WayIn.CLIENT_HEADERS_UPSTREAM)
    void onlyAllowedHeadersReachTheServer() {
        up.initialized(client);
        var headers = HttpHeaders.headers()
                .set("traceparent", "00-1-2-01")
                .set("tracestate", "a=b")
                .set("Cookie", "a=b")
                .set("Authorization", "Bearer x")
                .set("X-User-ID", "alice")
                .set("Forwarded", "for=1.2.3.4")
                .set("X-Forwarded-For", "1.2.3.4");

        up.get(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"), headers, new PushedLog())));

        Incoming call = server.received("tools/call").getFirst();
        assertThat(call.header("traceparent")).isEqualTo("00-1-2-01");
        assertThat(call.header("tracestate")).isEqualTo("a=b");
        assertThat(call.header("X-Request-Id")).isEqualTo("request-1");
        assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
        for (String never : List.of("Cookie", "Authorization", "X-User-ID", "Forwarded", "X-Forwarded-For")) {
            assertThat(call.header(never)).as(never).isNull();
        }
    }

    @Test
    void theStandaloneStreamCarriesWhatBelongsToNoCall() {
        up.initialized(client);
        PushedLog push = new PushedLog();

        Listening listening = up.get(() -> up.provider().listen(client, null, null, push));
        await().until(() -> server.sessions().getFirst().hasStream());
        Incoming stream = server.sessions().getFirst().stream();
        server.vertx()
                .runOnContext(now -> stream.event("g1", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}"));

        await().until(() -> push.events().size() == 1);
        assertThat(push.events().getFirst().eventId()).isEqualTo("up/g1");
        assertThat(push.messages().getFirst().id().string()).isEqualTo("up/1");
        up.get(() -> {
            listening.close();
            return Future.succeededFuture();
        });
        await().until(() -> server.open().isEmpty());
    }

    @Test
    void aStreamIsResumedAfterTheServersOwnEventId() {
        up.initialized(client);
        server.on(
                "GET",
                request -> request.event("g8", "{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}")
                        .end());
        PushedLog push = new PushedLog();

        Listening listening = up.get(() -> up.provider().resume(client, "g7", push));
        up.get(listening::ended);

        assertThat(server.sessions().getFirst().stream().header("Last-Event-ID"))
                .isEqualTo("g7");
        assertThat(push.messages().getFirst().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}");
        assertThat(push.events().getFirst().eventId()).isEqualTo("up/g8");
    }

    @Test
    void aServerWithoutStandaloneStreamIsListenedToInSilence() {
        server.withoutGetStream();
        up.initialized(client);

        Listening listening = up.get(() -> up.provider().listen(client, null, null, new PushedLog()));

        assertThat(listening.ended().isComplete()).isFalse();
        listening.close();
        assertThat(listening.ended().succeeded()).isTrue();
    }

    @Test
    void cancellingStopsWaitingAndTheNotificationPasses() {
        up.initialized(client);
        server.on("tools/call", Incoming::stream);
        Call call = client.call(client.tool("4", "add", "{}"));
        Future<Answered> reply = up.start(() -> up.provider().request(call));
        await().until(() -> server.received("tools/call").size() == 1);

        Message cancelled = ClientStub.message(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":4}}");
        up.get(() -> up.provider().notify(client, cancelled, HttpHeaders.headers()));

        await().until(reply::failed);
        assertThat(server.received("notifications/cancelled").getFirst().text())
                .isEqualTo(cancelled.root().toString());
        await().until(() -> server.open().isEmpty());
    }

    @Test
    void aStreamForAClientThatIsGoneIsReadNoFurtherAndTheServerIsNotToldToStop() {
        server.on("tools/call", Incoming::stream);
        up.initialized(client);
        Call call = client.call(client.tool("4", "echo", "{}"), new PushedLog());
        Future<Answered> reply = up.start(() -> up.provider().request(call));
        await().until(() -> !server.open().isEmpty());

        call.abandon();

        await().until(() -> server.open().isEmpty());
        await().until(reply::failed);
        assertThat(server.received("notifications/cancelled")).isEmpty();
        assertThat(call.isCancelled()).isFalse();
    }

    @Test
    void releaseEndsTheSessionAtTheServer() {
        up.initialized(client);

        up.get(() -> up.provider().release(client));

        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void theUpstreamsOwnErrorsPass() {
        server.on("tools/call", request -> request.error(200, -32099, "odd", "{\"a\":0.10}"));
        up.initialized(client);

        Answered reply = up.request(client, client.tool("1", "echo", "{}"));

        assertThat(reply.message().error().toString())
                .isEqualTo("{\"code\":-32099,\"message\":\"odd\",\"data\":{\"a\":0.10}}");
    }
}
