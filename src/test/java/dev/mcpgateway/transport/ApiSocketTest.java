package dev.mcpgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.ApiConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HeaderSignIn;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API over real WebSockets. */
class ApiSocketTest {
    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(
                    ListKind.TOOLS,
                    "{\"name\":\"read\",\"annotations\":{\"readOnlyHint\":true}},"
                            + "{\"name\":\"aws_validate_credentials\"}");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private ApiConfig api = ApiConfig.defaults();
    private RunningGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start() {
        settings.otherwise = config -> Settings.with(config, "api", api);
        gateway = RunningGateway.with(settings, docs);
    }

    /** The client's end. */
    private static final class Client {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private WebSocket socket;

        Client send(String text) {
            join(socket.writeTextMessage(text));
            return this;
        }

        JsonObject receive() {
            try {
                JsonObject message = messages.poll(20, TimeUnit.SECONDS);
                assertThat(message).as("a message").isNotNull();
                return message;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        int closed() {
            // Before that, there is no code to ask for.
            await().until(socket::isClosed);
            return socket.closeStatusCode();
        }
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private Client connect(String... headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI("/ws");
        for (String header : headers) {
            int colon = header.indexOf(':');
            options.addHeader(header.substring(0, colon), header.substring(colon + 2));
        }
        WebSocketClient client = gateway.vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(8 << 20).setMaxMessageSize(8 << 20));
        Client made = new Client();
        try {
            made.socket = join(client.webSocket()
                    .textMessageHandler(text -> made.messages.add(new JsonObject(text)))
                    .connect(options));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        return made;
    }

    private int refused(String... headers) {
        try {
            connect(headers);
            return 101;
        } catch (UpgradeRejectedException e) {
            return e.getStatus();
        }
    }

    private static String call(String id, String tool, String params) {
        return "{\"message_id\":\"" + id + "\",\"message_type\":\"REQUEST\",\"protocol_version\":\"2.0\","
                + "\"params\":{\"tool\":\"" + tool + "\",\"params\":" + params + "}}";
    }

    @Test
    void aToolRunsAndTheAnswerNamesItsRequest() {
        start();
        JsonObject answer = connect().send(call("m1", "read", "{\"a\":1}")).receive();
        assertThat(answer.getString("message_type")).isEqualTo("response");
        assertThat(answer.getString("request_id")).isEqualTo("m1");
        assertThat(answer.getJsonObject("result").getJsonObject("arguments").getInteger("a"))
                .isEqualTo(1);
        assertThat(gateway.outcomes).containsExactly("websocket tools/call docs result");
    }

    @Test
    void theListIsAMethod() {
        start();
        JsonObject answer = connect()
                .send("{\"message_id\":\"l\",\"message_type\":\"request\",\"protocol_version\":\"2.0\","
                        + "\"method\":\"tools/list\"}")
                .receive();
        assertThat(answer.getString("request_id")).isEqualTo("l");
        assertThat(answer.getJsonObject("result").getJsonArray("tools")).hasSize(2);
    }

    @Test
    void theOldNameOfOneToolIsAccepted() {
        start();
        Client client = connect();
        client.send(call("1", "aws/validate-credentials", "{\"profile\":\"p\"}"))
                .receive();
        client.send("{\"message_id\":\"2\",\"message_type\":\"request\",\"protocol_version\":\"2.0\","
                        + "\"method\":\"aws/validate-credentials\"}")
                .receive();
        assertThat(docs.requests).extracting(request -> request.name()).containsOnly("aws_validate_credentials");
        assertThat(docs.requests.getFirst().params().get("arguments").toString())
                .isEqualTo("{\"profile\":\"p\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\u0000", "{\"message_id\":\"1\"}"})
    void whatIsNoRequestIsAnsweredAndTheSocketGoesOn(String text) {
        start();
        Client client = connect();
        assertThat(client.send(text).receive().getString("message_type")).isEqualTo("error");
        assertThat(client.send(call("m", "read", "{}")).receive().getString("request_id"))
                .isEqualTo("m");
    }

    @Test
    void requestsRunBesideEachOther() {
        List<Call> calls = new CopyOnWriteArrayList<>();
        List<Promise<Reply>> replies = new CopyOnWriteArrayList<>();
        docs.answer = call -> {
            calls.add(call);
            Promise<Reply> reply = Promise.promise();
            replies.add(reply);
            return reply.future();
        };
        start();
        Client client = connect().send(call("1", "read", "{}")).send(call("2", "read", "{}"));
        await().until(() -> replies.size() == 2);
        replies.get(1)
                .complete(Reply.result(
                        Messages.resultMessage(calls.get(1).message().requireId(), "{}")));
        assertThat(client.receive().getString("request_id")).isEqualTo("2");
        replies.get(0)
                .complete(Reply.result(
                        Messages.resultMessage(calls.get(0).message().requireId(), "{}")));
        assertThat(client.receive().getString("request_id")).isEqualTo("1");
    }

    @Test
    void noMoreRequestsRunThanAreAllowed() {
        List<Promise<Reply>> replies = new CopyOnWriteArrayList<>();
        List<Call> calls = new CopyOnWriteArrayList<>();
        docs.answer = call -> {
            calls.add(call);
            Promise<Reply> reply = Promise.promise();
            replies.add(reply);
            return reply.future();
        };
        api = Settings.with(api, "callsPerSocket", 2);
        start();
        Client client = connect();
        for (int i = 0; i < 4; i++) {
            client.send(call("m" + i, "read", "{}"));
        }
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(10)).until(() -> calls.size() <= 2);
        for (int i = 0; i < 4; i++) {
            int next = i;
            await().until(() -> replies.size() > next);
            replies.get(i)
                    .complete(Reply.result(
                            Messages.resultMessage(calls.get(i).message().requireId(), "{}")));
            client.receive();
        }
        assertThat(calls).hasSize(4);
    }

    @Test
    void aMessageInFramesIsOneMessage() {
        start();
        Client client = connect();
        String text = call("m1", "read", "{\"a\":\"ü\"}");
        byte[] bytes = Buffer.buffer(text).getBytes();
        join(client.socket.writeFrame(WebSocketFrame.textFrame(text.substring(0, 10), false)));
        join(client.socket.writeFrame(
                WebSocketFrame.continuationFrame(Buffer.buffer().appendBytes(bytes, 10, bytes.length - 10), true)));
        assertThat(client.receive().getString("request_id")).isEqualTo("m1");
    }

    @Test
    void aFrameThatIsTooLargeClosesTheSocket() {
        api = Settings.with(api, "messageBytes", 2_000L);
        start();
        Client client = connect();
        client.send(call("1", "read", "{\"a\":\"" + "x".repeat(3_000) + "\"}"));
        assertThat(client.closed()).isEqualTo(1009);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aMessageThatIsTooLargeInItsFramesClosesTheSocket() {
        api = Settings.with(api, "messageBytes", 2_000L);
        start();
        Client client = connect();
        client.socket.writeFrame(WebSocketFrame.textFrame("{\"a\":\"" + "x".repeat(1_500), false));
        client.socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(1_500)), false));
        assertThat(client.closed()).isEqualTo(1009);
    }

    @Test
    void aMessageInTooManyFramesClosesTheSocket() {
        api = Settings.with(api, "messageFrames", 3);
        start();
        Client client = connect();
        client.socket.writeFrame(WebSocketFrame.textFrame("{", false));
        for (int i = 0; i < 3; i++) {
            client.socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(" "), false));
        }
        assertThat(client.closed()).isEqualTo(1009);
    }

    @Test
    void jsonThatNestsTooDeepIsAnswered() {
        start();
        JsonObject answer = connect()
                .send(call("1", "read", "{\"a\":".repeat(500) + "1" + "}".repeat(500)))
                .receive();
        assertThat(answer.getString("error_code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void binaryMessagesCloseTheSocket() {
        start();
        Client client = connect();
        join(client.socket.writeBinaryMessage(Buffer.buffer(call("1", "read", "{}"))));
        assertThat(client.closed()).isEqualTo(1003);
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void aSocketWithoutRequestsIsClosed() {
        api = Settings.with(api, "idleTimeout", Duration.ofSeconds(1));
        start();
        assertThat(connect().closed()).isEqualTo(1000);
        await().until(() -> gateway.shared.openSockets() == 0);
    }

    @Test
    void aSocketOfACertainAgeIsToBeOpenedAgain() {
        settings.maxAge = Duration.ofSeconds(1);
        start();
        assertThat(connect().closed()).isEqualTo(1001);
    }

    @Test
    void aSilentSocketIsPinged() {
        settings.keepAlive = Duration.ofSeconds(1);
        start();
        List<String> pings = new CopyOnWriteArrayList<>();
        Client client = connect();
        client.socket.frameHandler(frame -> {
            if (frame.isPing()) {
                pings.add("ping");
            }
        });
        await().until(() -> !pings.isEmpty());
    }

    // Who may

    /** The header with which a page of another site would come; a browser cannot leave it out. */
    @Attack(WayIn.SOCKET_ACROSS_SITES)
    @Test
    void pagesOfOtherOriginsOpenNoSocket() {
        start();
        assertThat(refused("Origin: https://evil.example")).isEqualTo(403);
        assertThat(refused("Origin: null")).isEqualTo(403);
        assertThat(refused("Origin: http://127.0.0.1:" + gateway.port())).isEqualTo(101);
    }

    @Attack(WayIn.SOCKET_ACROSS_SITES)
    @Test
    void anotherHostOpensNoSocket() {
        start();
        assertThat(refused("Host: evil.example")).isEqualTo(403);
    }

    @Test
    void aTokenWithoutTheScopeOfTheApiOpensNoSocket() {
        settings.authenticator = new HeaderSignIn();
        start();
        assertThat(refused(HeaderSignIn.as("a@example.com"), HeaderSignIn.scopes("tools:read tools:write")))
                .isEqualTo(403);
    }

    @Test
    void scopesHoldForEachRequest() {
        settings.authenticator = new HeaderSignIn();
        start();
        Client client = connect(HeaderSignIn.as("a@example.com"), HeaderSignIn.scopes("api tools:read"));
        JsonObject answer =
                client.send(call("1", "aws_validate_credentials", "{}")).receive();
        assertThat(answer.getString("error_code")).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(client.send(call("2", "read", "{}")).receive().getString("message_type"))
                .isEqualTo("response");
    }

    @Test
    void aPersonHasAsManySocketsAsAreAllowedAndNoMore() {
        settings.authenticator = new HeaderSignIn();
        api = Settings.with(api, "socketsPerPerson", 2);
        start();
        String alice = HeaderSignIn.as("a@example.com");
        Client first = connect(alice);
        connect(alice);
        assertThat(refused(alice)).isEqualTo(429);
        assertThat(refused(HeaderSignIn.as("b@example.com"))).isEqualTo(101);
        join(first.socket.close());
        await().until(() -> refused(alice) == 101);
    }

    @Test
    void thereAreAsManySocketsAsAreAllowedAndNoMore() {
        api = Settings.with(api, "sockets", 1);
        start();
        connect();
        assertThat(refused()).isEqualTo(429);
        assertThat(gateway.shared.activeConnections()).hasValue(1);
    }

    /** Says who it is once, and lets a test decide what becomes of them. */
    private static final class Fading implements Authenticator {
        volatile boolean gone;

        @Override
        public void authenticate(HttpServerRequest request, Consumer<Principal> next) {
            next.accept(Principal.ANYONE);
        }

        @Override
        public Supplier<Future<Principal>> again(HttpServerRequest request, Principal principal) {
            return () -> Future.succeededFuture(gone ? null : principal);
        }
    }

    @Test
    void aTokenThatIsNoLongerValidClosesTheSocketAtTheNextRequest() {
        Fading fading = new Fading();
        settings.authenticator = fading;
        start();
        Client client = connect();
        client.send(call("1", "read", "{}")).receive();
        fading.gone = true;
        client.send(call("2", "read", "{}"));
        assertThat(client.closed()).isEqualTo(1008);
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void aRevocationClosesTheSocket() {
        settings.authenticator = new HeaderSignIn();
        start();
        Client alice = connect(HeaderSignIn.as("a@example.com"));
        Client bob = connect(HeaderSignIn.as("b@example.com"));
        gateway.onEachLoop(here -> here.endStreamsOf(who -> who.person().email().equals("a@example.com")));
        assertThat(alice.closed()).isEqualTo(1008);
        assertThat(bob.send(call("1", "read", "{}")).receive().getString("request_id"))
                .isEqualTo("1");
    }

    // The end

    @Test
    void aClientThatGoesAwayCancelsItsCalls() {
        List<Call> calls = new ArrayList<>();
        docs.answer = call -> {
            calls.add(call);
            return Promise.<Reply>promise().future();
        };
        start();
        Client client = connect().send(call("1", "read", "{}"));
        await().until(() -> calls.size() == 1);
        join(client.socket.close());
        await().until(() -> calls.getFirst().isCancelled());
        await().until(() -> gateway.shared.openSockets() == 0);
        assertThat(gateway.shared.activeConnections()).hasValue(0);
    }

    @Test
    void whatHasBegunIsAnsweredBeforeTheGatewayStops() {
        List<Call> calls = new CopyOnWriteArrayList<>();
        Promise<Reply> reply = Promise.promise();
        docs.answer = call -> {
            calls.add(call);
            return reply.future();
        };
        start();
        Client idle = connect();
        Client busy = connect().send(call("1", "read", "{}"));
        await().until(() -> calls.size() == 1);
        gateway.onEachLoop(Transports::endStreams);
        assertThat(idle.closed()).isEqualTo(1001);
        assertThat(refused()).isEqualTo(503);
        reply.complete(
                Reply.result(Messages.resultMessage(calls.getFirst().message().requireId(), "{}")));
        assertThat(busy.receive().getString("request_id")).isEqualTo("1");
        assertThat(busy.closed()).isEqualTo(1001);
    }

    @Test
    void whatDoesNotEndInTimeIsAnsweredWithAnUnknownOutcome() {
        docs.answer = call -> Promise.<Reply>promise().future();
        start();
        Client client = connect().send(call("1", "read", "{}"));
        await().until(() -> docs.requests.size() == 1);
        gateway.onEachLoop(Transports::endStreams);
        gateway.onEachLoop(here -> here.drain(50));
        JsonObject answer = client.receive();
        assertThat(answer.getString("error_message")).contains("the call may have run");
        assertThat(client.closed()).isEqualTo(1001);
    }

    @Test
    void thePlainAddressSaysThatItIsAWebSocket() {
        start();
        HttpWire.Answer answer = gateway.wire().send("GET", "/ws", null).answer();
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("upgrade")).isEqualTo("websocket");
    }

    @Test
    void switchedOffThereIsNoSocket() {
        api = Settings.with(api, "enabled", false);
        start();
        assertThat(refused()).isEqualTo(404);
    }
}
