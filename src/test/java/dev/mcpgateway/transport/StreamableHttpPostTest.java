package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.RunningGateway.ACCEPT;
import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** POST of the session era, on the wire. */
class StreamableHttpPostTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";
    private static final String PROGRESS =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":%d}}";

    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private final RunningGateway.Settings settings = new RunningGateway.Settings();
    private RunningGateway running;

    private RunningGateway gateway() {
        if (running == null) {
            running = RunningGateway.with(settings, docs);
        }
        return running;
    }

    @AfterEach
    void close() {
        if (running != null) {
            running.close();
        }
    }

    private static Message message(String json) {
        return Message.parse(Buffer.buffer(json), JsonLimits.DEFAULT);
    }

    private static Reply done(Call call) {
        return Reply.result(Messages.resultMessage(call.message().requireId(), "{\"done\":true}"));
    }

    private static int code(HttpWire.Answer answer) {
        return new JsonObject(answer.body()).getJsonObject("error").getInteger("code");
    }

    @Test
    void anAnswerThatIsAllThereIsComesAsJson() {
        HttpWire.Answer answer = gateway().call(gateway().initialize("2025-11-25"), CALL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).isNotEmpty();
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"name\":\"a\"}}");
        assertThat(gateway().outcomes).contains("streamable-http tools/call docs result");
    }

    @Test
    void whatIsPushedBeforeTheReplyMakesItAStreamInOrder() {
        docs.answer = call -> {
            for (int i = 0; i < 3; i++) {
                call.push().send(new PushedEvent("docs", message(PROGRESS.formatted(i)), "docs/e" + i, null));
            }
            return Future.succeededFuture(done(call));
        };
        HttpWire wire =
                gateway().post("/mcp", CALL, "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));
        HttpWire.Head head = wire.head();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo("text/event-stream");
        assertThat(head.header("x-accel-buffering")).isEqualTo("no");
        assertThat(head.header("cache-control")).isEqualTo("no-cache, no-store");
        assertThat(wire.line()).isEqualTo(":");
        for (int i = 0; i < 3; i++) {
            assertThat(wire.event()).isEqualTo("id: docs/e" + i + "|event: message|data: " + PROGRESS.formatted(i));
        }
        assertThat(wire.data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"done\":true}}");
        assertThat(wire.event()).isNull();
        assertThat(gateway().outcomes)
                .filteredOn(outcome -> outcome.contains("tools/call"))
                .containsExactly("streamable-http tools/call docs result");
        await().until(() -> gateway().shared.openStreams() == 0);
    }

    @Test
    void aSlowCallBecomesAStreamWithACommentAndKeepsItAlive() {
        settings.keepAlive = Duration.ofSeconds(1);
        Promise<Reply> later = Promise.promise();
        AtomicReference<Call> asked = new AtomicReference<>();
        docs.answer = call -> {
            asked.set(call);
            return later.future();
        };
        HttpWire wire =
                gateway().post("/mcp", CALL, "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));

        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        assertThat(wire.line()).isEqualTo(":");
        assertThat(wire.line()).isEmpty();
        assertThat(wire.line()).as("keep-alive").isEqualTo(":");
        later.complete(done(asked.get()));
        assertThat(wire.data()).contains("\"done\":true");
        assertThat(wire.event()).isNull();
    }

    @Test
    void aSlowInitializeStillCarriesItsSession() {
        Promise<dev.mcpgateway.provider.ServerDescription> later = Promise.promise();
        docs.description = later.future();
        HttpWire wire = gateway().post("/mcp", initializeMessage("2025-11-25"));
        HttpWire.Head head = wire.head();

        assertThat(head.header("content-type")).isEqualTo("text/event-stream");
        later.complete(docs.described("{}", "\"\""));
        assertThat(wire.data()).contains("\"protocolVersion\":\"2025-11-25\"");
        assertThat(gateway().call(head.header("mcp-session-id"), CALL).status()).isEqualTo(200);
    }

    @Test
    void aFailedInitializeCarriesNoSession() {
        docs.goesAway();
        HttpWire.Answer answer =
                gateway().post("/mcp", initializeMessage("2025-11-25")).answer();

        assertThat(answer.headers()).doesNotContainKey("mcp-session-id");
        assertThat(code(answer)).isEqualTo(-31002);
        assertThat(gateway().sessions.size()).isZero();
    }

    @Test
    void aMultiLineMessageLeavesAsOneDataLine() {
        docs.answer = call -> {
            call.push().send(PushedEvent.of("docs", message("{\n \"jsonrpc\":\"2.0\",\r\n \"method\":\"m\"\n}")));
            return Future.succeededFuture(
                    Reply.ok(message("{\"jsonrpc\":\"2.0\",\n\"id\":7,\n\"result\":{\"s\":\"a\\nb\"}}")));
        };
        HttpWire wire =
                gateway().post("/mcp", CALL, "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));
        wire.head();

        assertThat(wire.event()).isEqualTo("event: message|data: {  \"jsonrpc\":\"2.0\",   \"method\":\"m\" }");
        assertThat(wire.event())
                .isEqualTo("event: message|data: {\"jsonrpc\":\"2.0\", \"id\":7, \"result\":{\"s\":\"a\\nb\"}}");
    }

    @Test
    void theWrongMediaTypesAre415And406() {
        assertThat(gateway()
                        .wire()
                        .send("POST", "/mcp", CALL, "Content-Type: text/plain", ACCEPT)
                        .answer())
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(415);
                    assertThat(code(answer)).isEqualTo(-32600);
                });
        assertThat(gateway()
                        .wire()
                        .send("POST", "/mcp", CALL, JSON, "Accept: application/json")
                        .answer()
                        .status())
                .isEqualTo(406);
        assertThat(gateway()
                        .wire()
                        .send("POST", "/mcp", CALL, JSON, "Accept: application/json, text/event-stream;q=0")
                        .answer()
                        .status())
                .isEqualTo(406);
    }

    @Test
    void acceptMayComeInTwoLinesOrAsAnything() {
        String session = "Mcp-Session-Id: " + gateway().initialize("2025-11-25");
        assertThat(gateway()
                        .wire()
                        .send(
                                "POST",
                                "/mcp",
                                CALL,
                                JSON,
                                "Accept: text/event-stream",
                                "Accept: application/json",
                                session)
                        .answer()
                        .status())
                .isEqualTo(200);
        assertThat(gateway()
                        .wire()
                        .send("POST", "/mcp", CALL, JSON, "Accept: */*", session)
                        .answer()
                        .status())
                .isEqualTo(200);
        assertThat(gateway()
                        .wire()
                        .send("POST", "/mcp", CALL, "Content-Type: application/json; charset=utf-8", session)
                        .answer()
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Attack(WayIn.MONSTROUS_JSON)
    void aBodyThatIsTooLargeIs413WhetherAnnouncedOrNot() {
        settings.requestBytes = 1_024;
        HttpWire announced = gateway()
                .wire()
                .raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\nContent-Length: 5000\r\n\r\n{");
        HttpWire.Answer answer = announced.answer();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("listener.requestBytes");
        assertThat(answer.header("connection")).isEqualTo("close");
        assertThat(announced.closedByPeer()).isTrue();

        HttpWire chunked = gateway()
                .wire()
                .raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 3; i++) {
            chunked.raw("200\r\n" + "x".repeat(0x200) + "\r\n");
        }
        assertThat(chunked.answer().status()).isEqualTo(413);
    }

    @Test
    void halfABodyIs408AndTheConnectionIsClosed() {
        settings.bodyTimeout = Duration.ofMillis(200);
        HttpWire half = gateway()
                .wire()
                .raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\nContent-Length: 50\r\n\r\n{\"jsonrpc\"");

        assertThat(half.answer().status()).isEqualTo(408);
        assertThat(half.closedByPeer()).isTrue();
    }

    @Test
    void aClientThatWaitsToBeToldToContinueIsTold() {
        HttpWire wire = gateway()
                .wire()
                .raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + JSON
                        + "\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

        assertThat(wire.head().status()).isEqualTo(100);
        assertThat(wire.raw("{}").answer().status()).isEqualTo(400);
    }

    @Test
    void malformedJsonAndInvalidMessagesAreNamed() {
        HttpWire.Answer noJson = gateway().post("/mcp", "{\"jsonrpc\":").answer();
        assertThat(noJson.status()).isEqualTo(400);
        assertThat(code(noJson)).isEqualTo(-32700);
        assertThat(new JsonObject(noJson.body()).getValue("id")).isNull();

        HttpWire.Answer twice = gateway()
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"n\\u0061me\":\"b\"}}")
                .answer();
        assertThat(twice.status()).isEqualTo(400);
        assertThat(code(twice)).isEqualTo(-32600);
        assertThat(new JsonObject(twice.body()).getString("id")).isEqualTo("x");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void withoutTheRightSessionNothingRunsAndTheIdComesBack() {
        String session = gateway().initialize("2025-11-25");
        HttpWire.Answer missing = gateway().post("/mcp", CALL).answer();
        assertThat(missing.status()).isEqualTo(400);
        assertThat(new JsonObject(missing.body()).getInteger("id")).isEqualTo(7);
        HttpWire.Answer unknown = gateway().call("nobody", CALL);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo(-31008);
        assertThat(new JsonObject(unknown.body()).getInteger("id")).isEqualTo(7);
        assertThat(gateway()
                        .post("/mcp/docs", CALL, "Mcp-Session-Id: " + session)
                        .answer()
                        .status())
                .as("a session of another address")
                .isEqualTo(404);
        HttpWire.Answer version = gateway()
                .post("/mcp", CALL, "Mcp-Session-Id: " + session, "MCP-Protocol-Version: 1999-01-01")
                .answer();
        assertThat(version.status()).isEqualTo(400);
        assertThat(version.body()).contains("2025-11-25");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void otherMethodsAre405WithWhatIsAllowed() {
        for (String method : new String[] {"PUT", "PATCH", "HEAD"}) {
            HttpWire wire = gateway().wire().send(method, "/mcp", null);
            HttpWire.Head head = wire.head();
            assertThat(head.status()).isEqualTo(405);
            assertThat(head.header("allow")).contains("POST");
        }
        assertThat(gateway()
                        .wire()
                        .send("GET", "/mcp", null, "Accept: text/event-stream")
                        .answer()
                        .status())
                .isEqualTo(405);
        for (String method : new String[] {"GET", "DELETE"}) {
            assertThat(gateway()
                            .wire()
                            .send(method, "/mcp", null, "MCP-Protocol-Version: 2026-07-28", "Mcp-Session-Id: x")
                            .answer()
                            .status())
                    .isEqualTo(405);
        }
        assertThat(gateway().post("/mcp/nobody", CALL).answer().status()).isEqualTo(404);
    }

    @Test
    void notificationsAndResponsesAreAcceptedWithoutABody() {
        String session = gateway().initialize("2025-11-25");
        HttpWire.Answer notified =
                gateway().call(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
        HttpWire.Answer responded =
                gateway().call(session, "{\"jsonrpc\":\"2.0\",\"id\":\"docs/0\",\"result\":{\"roots\":[]}}");

        assertThat(notified.status()).isEqualTo(202);
        assertThat(notified.body()).isEmpty();
        assertThat(responded.status()).isEqualTo(202);
        assertThat(docs.notifications).hasSize(1);
        assertThat(docs.responses).hasSize(1).first().asString().startsWith("0 ");
        HttpWire.Answer stray = gateway().call(session, "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}");
        assertThat(stray.status()).isEqualTo(400);
        assertThat(new JsonObject(stray.body()).getInteger("id")).isEqualTo(5);
    }

    @Test
    void anErrorOfTheGatewayIsTheAnswerToTheCallAndNoBrokenTransport() {
        String session = gateway().initialize("2025-11-25");
        docs.goesAway();

        HttpWire.Answer answer = gateway().call(session, CALL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-31002);
        assertThat(gateway().outcomes).contains("streamable-http tools/call docs gateway_error");
    }

    @Test
    void aProviderThatThrowsIsAnsweredForWithAnInternalError() {
        docs.answer = call -> {
            throw new IllegalStateException("a bug");
        };

        HttpWire.Answer answer = gateway().call(gateway().initialize("2025-11-25"), CALL);

        assertThat(code(answer)).isEqualTo(-32603);
        assertThat(answer.body()).doesNotContain("a bug");
    }

    @Test
    void onlyTheVersionWithBatchesHasBatches() {
        docs.description = Future.succeededFuture(docs.described("2025-03-26", "{}", "\"\""));
        String batch =
                "[" + CALL + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}," + CALL.replace("7", "8") + "]";
        HttpWire.Answer answer = gateway().call(gateway().initialize("2025-03-26"), batch);
        assertThat(new JsonArray(answer.body()).stream().map(one -> ((JsonObject) one).getInteger("id")))
                .containsExactlyInAnyOrder(7, 8);
        assertThat(docs.notifications).hasSize(1);

        assertThat(gateway()
                        .call(gateway().initialize("2025-03-26"), "[{\"jsonrpc\":\"2.0\",\"method\":\"n\"}]")
                        .status())
                .isEqualTo(202);
        docs.description = Future.succeededFuture(docs.described("2025-06-18", "{}", "\"\""));
        HttpWire.Answer refused = gateway().call(gateway().initialize("2025-06-18"), batch);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo(-32600);
    }

    @Test
    void aBatchWithASlowCallIsAStreamOfAllItsAnswers() {
        docs.description = Future.succeededFuture(docs.described("2025-03-26", "{}", "\"\""));
        Promise<Reply> later = Promise.promise();
        AtomicReference<Call> slow = new AtomicReference<>();
        docs.answer = call -> {
            if (call.message().requireId().raw().equals("8")) {
                slow.set(call);
                return later.future();
            }
            return Future.succeededFuture(done(call));
        };
        HttpWire wire = gateway()
                .post(
                        "/mcp",
                        "[" + CALL + "," + CALL.replace("7", "8") + "]",
                        "Mcp-Session-Id: " + gateway().initialize("2025-03-26"));

        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        assertThat(wire.data()).contains("\"id\":7");
        later.complete(done(slow.get()));
        assertThat(wire.data()).contains("\"id\":8");
        assertThat(wire.event()).isNull();
    }

    @Test
    void aStreamThatTheUpstreamEndsBeforeTheAnswerEndsCleanly() {
        docs.answer = call -> {
            call.push().send(new PushedEvent("docs", null, "docs/1", 500L));
            return Future.succeededFuture(Reply.DETACHED);
        };
        HttpWire wire =
                gateway().post("/mcp", CALL, "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));

        assertThat(wire.head().status()).isEqualTo(200);
        assertThat(wire.event()).isEqualTo("id: docs/1|retry: 500|data: ");
        assertThat(wire.event()).isNull();
        assertThat(gateway().outcomes).contains("streamable-http tools/call docs resumable");
    }

    @Test
    void aClientThatGoesAwayCancelsNothingInTheSessionEra() {
        Promise<Reply> never = Promise.promise();
        AtomicReference<Call> asked = new AtomicReference<>();
        AtomicBoolean abandoned = new AtomicBoolean();
        docs.answer = call -> {
            call.onAbandon(() -> abandoned.set(true));
            asked.set(call);
            return never.future();
        };
        HttpWire wire =
                gateway().post("/mcp", CALL, "Mcp-Session-Id: " + gateway().initialize("2025-11-25"));
        await().until(() -> asked.get() != null);
        wire.close();

        await().until(() -> gateway().outcomes.contains("streamable-http tools/call docs abandoned"));
        assertThat(asked.get().isCancelled()).isFalse();
        assertThat(abandoned).isTrue();
        assertThat(gateway().transports).allMatch(one -> one.inFlight() == 0);
    }

    @Test
    void aRequestToUpgradeToHttp2IsAnsweredOverHttp1() {
        HttpWire.Answer answer = gateway()
                .post(
                        "/mcp",
                        initializeMessage("2025-11-25"),
                        "Connection: Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA")
                .answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("protocolVersion");
    }

    @Test
    void initializeNeverNegotiatesTheStatelessVersion() {
        HttpWire.Answer answer =
                gateway().post("/mcp", initializeMessage("2026-07-28")).answer();

        assertThat(answer.body()).contains("\"protocolVersion\":\"2025-11-25\"");
        assertThat(answer.header("mcp-session-id")).isNotEmpty();
    }
}
