package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP+SSE, with the stream on one event loop and most POSTs on the other. */
class HttpSseTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";

    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private final RunningGateway gateway = RunningGateway.over(docs);
    private String address;

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpWire open(String... lastEventId) {
        HttpWire stream = gateway.wire()
                .send(
                        "GET",
                        "/sse",
                        null,
                        lastEventId.length == 0
                                ? new String[] {"Accept: text/event-stream"}
                                : new String[] {"Accept: text/event-stream", "Last-Event-ID: " + lastEventId[0]});
        assertThat(stream.head().status()).isEqualTo(200);
        String endpoint = stream.event();
        address = endpoint.substring(endpoint.indexOf("data: ") + "data: ".length());
        assertThat(endpoint)
                .isEqualTo("id: " + id() + "|event: endpoint|data: /messages?sessionId=" + id() + "&task="
                        + gateway.tasks.self());
        return stream;
    }

    private String id() {
        return address.substring(address.indexOf('=') + 1, address.indexOf('&'));
    }

    private HttpWire initialized() {
        HttpWire stream = open();
        assertThat(post(initializeMessage("2024-11-05")).status()).isEqualTo(202);
        assertThat(stream.data()).contains("\"serverInfo\"");
        await().until(() -> docs.listeners.size() == 1);
        return stream;
    }

    private HttpWire.Answer post(String json) {
        return gateway.wire().send("POST", address, json, JSON, "Accept: */*").answer();
    }

    @Test
    void everythingComesOnTheStream() {
        HttpWire stream = initialized();
        docs.push("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}", "e1");
        assertThat(stream.event())
                .isEqualTo(
                        "event: message|data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");

        HttpWire.Answer accepted = post(CALL);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(stream.data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"a\"}}");

        docs.goesAway();
        post(CALL);
        assertThat(stream.data()).contains("-31002");
        await().until(() -> gateway.outcomes.contains("http+sse tools/call docs gateway_error"));
        assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(202);
        assertThat(post("{").status()).isEqualTo(400);
    }

    @Test
    void whatIsNotInitializeIsRefusedOnTheStreamBeforeIt() {
        HttpWire stream = open();
        post("{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\"}");
        assertThat(stream.data()).contains("\"id\":\"d\"").contains("-32601");
        post(CALL);
        assertThat(stream.data()).contains("\"id\":1").contains("-32600");
        assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}").status()).isEqualTo(202);
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}")
                        .status())
                .isEqualTo(400);

        docs.goesAway();
        post(initializeMessage("2024-11-05"));
        assertThat(stream.data()).contains("-31002");
        docs.description = Future.succeededFuture(docs.described("{}", "\"\""));
        post(initializeMessage("2024-11-05"));
        assertThat(stream.data()).as("it may try again").contains("\"serverInfo\"");
    }

    @Test
    void aReconnectTakesUpTheSameSession() {
        HttpWire first = initialized();
        String known = id();
        first.close();
        await().until(() -> docs.listeners.isEmpty());
        assertThat(post(CALL).status()).isEqualTo(202);

        HttpWire second = open(known);

        assertThat(id()).isEqualTo(known);
        assertThat(second.data()).as("answered while it was away").contains("\"name\":\"a\"");
        post(CALL.replace("1", "2"));
        assertThat(second.data()).contains("\"id\":2");
        assertThat(gateway.sessions.size()).isEqualTo(1);
    }

    @Test
    void anUnknownSessionIs404AndAnUnknownEventIdANewSession() {
        address = "/messages?sessionId=nobody";
        assertThat(post(CALL).status()).isEqualTo(404);
        open("nobody");
        assertThat(id()).isNotEqualTo("nobody");
        assertThat(gateway.wire().send("POST", "/messages", CALL, JSON).answer().status())
                .isEqualTo(400);
        assertThat(gateway.wire()
                        .send("POST", address, CALL, "Content-Type: text/plain")
                        .answer()
                        .status())
                .isEqualTo(415);
        assertThat(gateway.wire().send("GET", "/messages", null).answer().status())
                .isEqualTo(405);
        assertThat(gateway.wire().send("POST", "/sse", CALL, JSON).answer().status())
                .isEqualTo(405);
        assertThat(gateway.wire()
                        .send("GET", "/sse", null, "Accept: text/html")
                        .answer()
                        .status())
                .isEqualTo(406);
        assertThat(gateway.wire().send("GET", "/sse/nobody", null).answer().status())
                .isEqualTo(404);
    }

    @Test
    void aStreamThatTheUpstreamEndsEarlyIsResumedForTheClient() {
        HttpWire stream = initialized();
        docs.answer = call -> {
            call.push().send(new PushedEvent("docs", null, "docs/e7", 1L));
            return Future.succeededFuture(Reply.DETACHED);
        };
        post(CALL);
        await().until(() -> docs.lastEventIds.contains("e7"));
        Message answer = Message.parse(
                Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"late\":true}}"), JsonLimits.DEFAULT);
        docs.listeners.getLast().send(new PushedEvent("docs", answer, "docs/e8", null));

        assertThat(stream.data()).contains("\"late\":true");
        await().until(() -> gateway.transports.stream().allMatch(one -> one.inFlight() == 0));
    }

    @Test
    void aStreamThatCannotBeResumedIsAnOutcomeNobodyKnows() {
        HttpWire stream = initialized();
        docs.answer = call -> Future.succeededFuture(Reply.DETACHED);
        post(CALL);

        assertThat(stream.data()).contains("-31001");
    }

    @Test
    void aResponseFindsWhoAskedWhateverItsId() {
        initialized();
        for (String id : new String[] {"docs/0", "docs/\\\"s\\\"", "docs/\\\"a/b\\\""}) {
            assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{}}")
                            .status())
                    .isEqualTo(202);
        }
        assertThat(docs.responses.stream().map(response -> response.substring(0, response.indexOf(' '))))
                .containsExactly("0", "\"s\"", "\"a/b\"");
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":\"other/0\",\"result\":{}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theDrainAnswersOnTheStreamBeforeItEndsIt() {
        HttpWire stream = initialized();
        Promise<Reply> later = Promise.promise();
        docs.answer = call -> later.future()
                .map(ignored ->
                        Reply.result(Messages.resultMessage(call.message().requireId(), "{\"in\":\"time\"}")));
        post(CALL);
        await().until(() -> docs.requests.size() == 1);
        gateway.endStreams();
        gateway.vertx.setTimer(50, now -> later.complete(Reply.DETACHED));

        assertThat(gateway.drain(3_000)).isZero();
        assertThat(stream.data()).contains("\"in\":\"time\"");
        assertThat(stream.event()).isNull();
    }
}
