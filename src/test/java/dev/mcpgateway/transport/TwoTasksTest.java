package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.RunningGateway.ACCEPT;
import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.peer.Forwarded;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Task;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two tasks over one store: {@code there} holds something, and the client's request comes {@code here}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoTasksTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";

    private final ScriptedProvider docsHere = new ScriptedProvider("docs");
    private final ScriptedProvider docsThere = new ScriptedProvider("docs");
    private final RunningGateway here = RunningGateway.with(quick(), docsHere);
    private final RunningGateway there = RunningGateway.beside(here, quick(), docsThere);
    private boolean thereIsGone;
    private String address;

    private static RunningGateway.Settings quick() {
        RunningGateway.Settings settings = new RunningGateway.Settings();
        settings.freshness = Duration.ofMillis(300);
        return settings;
    }

    @AfterEach
    void close() {
        killThere();
        here.close();
    }

    /** Without a goodbye: what it said of itself stays in the store until it expires. */
    private void killThere() {
        if (!thereIsGone) {
            thereIsGone = true;
            there.close();
        }
    }

    private HttpWire openSse(RunningGateway gateway, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Accept: text/event-stream";
        HttpWire stream = gateway.wire().send("GET", "/sse", null, all);
        assertThat(stream.head().status()).isEqualTo(200);
        String endpoint = stream.event();
        address = endpoint.substring(endpoint.indexOf("data: ") + "data: ".length());
        return stream;
    }

    private String sseSession() {
        return address.substring(address.indexOf('=') + 1, address.indexOf('&'));
    }

    private HttpWire.Answer post(RunningGateway gateway, String json) {
        return gateway.wire().send("POST", address, json, JSON).answer();
    }

    /** A Streamable HTTP session that only the other task can serve. */
    private String held() {
        String id = there.initialize("2025-11-25");
        Session session = there.sessions.live(id);
        join(session.hold());
        return id;
    }

    // HTTP+SSE

    @Test
    void aMessageFindsTheStreamThatAnotherTaskHolds() {
        HttpWire stream = openSse(there);
        assertThat(post(here, initializeMessage("2024-11-05")).status())
                .as("before there is a session")
                .isEqualTo(202);
        assertThat(stream.data()).contains("\"serverInfo\"");

        assertThat(post(here, CALL).status()).isEqualTo(202);
        assertThat(stream.data()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"a\"}}");
        assertThat(docsThere.requests).hasSize(1);
        assertThat(docsHere.requests).isEmpty();
    }

    @Test
    void withoutItsTaskAStreamIsGoneAndTheAnswerSaysToOpenItAgain() {
        HttpWire stream = openSse(there);
        post(there, initializeMessage("2024-11-05"));
        stream.data();
        assertThat(post(here, CALL).status()).isEqualTo(202);
        killThere();

        HttpWire.Answer answer = post(here, CALL);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("GET /sse", "-31008");

        HttpWire again = openSse(here, "Last-Event-ID: " + sseSession());
        assertThat(post(here, CALL).status()).isEqualTo(202);
        assertThat(again.data()).contains("\"name\":\"a\"");
    }

    @Test
    void aStreamThatComesBackAtAnotherTaskGetsTheAnswersThatWaitForIt() {
        HttpWire first = openSse(there);
        post(there, initializeMessage("2024-11-05"));
        first.data();
        String id = sseSession();
        first.close();
        await().until(() -> there.sessions.live(id).openStreams() == 0);
        assertThat(post(here, CALL).status()).isEqualTo(202);

        HttpWire second = openSse(here, "Last-Event-ID: " + id);

        assertThat(sseSession()).isEqualTo(id);
        assertThat(second.data()).contains("\"name\":\"a\"");
        assertThat(address).contains("task=" + there.tasks.self());
    }

    @Test
    void aTaskThatStopsLeavesItsSessionsToTheOthers() {
        HttpWire stream = openSse(there);
        post(there, initializeMessage("2024-11-05"));
        stream.data();
        String id = sseSession();
        assertThat(there.drain(1_000)).isZero();
        assertThat(stream.event()).isNull();
        join(there.sessions.letGo());
        join(there.tasks.leave());
        killThere();

        assertThat(post(here, CALL).status())
                .as("while the client is between two streams")
                .isEqualTo(202);
        HttpWire again = openSse(here, "Last-Event-ID: " + id);
        assertThat(again.data()).contains("\"name\":\"a\"");
    }

    // Streamable HTTP sessions that one task holds

    @Test
    void aSessionThatAnotherTaskHoldsIsServedThereWhoeverIsAsked() {
        String session = held();

        assertThat(here.call(session, CALL).body()).contains("\"name\":\"a\"");
        assertThat(docsThere.requests).hasSize(1);
        HttpWire stream = here.stream(session);
        await().until(() -> docsThere.listeners.size() == 1);
        docsThere.push("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}", "e1");
        assertThat(stream.event()).contains("list_changed", "id: ");
        assertThat(docsHere.requests).isEmpty();
        assertThat(docsHere.listeners).isEmpty();

        stream.close();
        await().untilAsserted(() -> assertThat(docsThere.listeners)
                .as("who goes away here is gone there")
                .isEmpty());
    }

    @Test
    void aStreamedAnswerPassesAsItComes() {
        String session = held();
        Promise<Reply> later = Promise.promise();
        docsThere.answer = call -> {
            call.push()
                    .send(PushedEvent.of(
                            "docs",
                            Message.parse(
                                    Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}"),
                                    JsonLimits.DEFAULT)));
            return later.future()
                    .map(reply ->
                            Reply.result(Messages.resultMessage(call.message().requireId(), "{\"late\":true}")));
        };
        HttpWire wire = here.post("/mcp", CALL, "Mcp-Session-Id: " + session);

        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        assertThat(wire.data()).contains("notifications/progress");
        later.complete(Reply.DETACHED);
        assertThat(wire.data()).contains("\"late\":true");
        assertThat(wire.line()).isNull();
    }

    @Test
    void theNextTaskTakesOverWhenTheOneThatHeldASessionIsGone() {
        String session = held();
        here.call(session, CALL);
        killThere();

        assertThat(here.call(session, CALL).body()).contains("\"name\":\"a\"");
        assertThat(docsHere.requests).hasSize(1);
        assertThat(here.sessions.live(session).task()).isEqualTo(here.tasks.self());
    }

    @Test
    void ofTwoTasksThatTakeOverAtOnceOneServes() {
        String session = held();
        ScriptedProvider third = new ScriptedProvider("docs");
        try (RunningGateway other = RunningGateway.beside(here, quick(), third)) {
            here.call(session, CALL);
            other.call(session, CALL);
            killThere();
            docsThere.requests.clear();
            List<HttpWire> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add((i % 2 == 0 ? here : other).post("/mcp", CALL, "Mcp-Session-Id: " + session));
            }
            for (HttpWire call : calls) {
                assertThat(call.answer().body()).contains("\"name\":\"a\"");
            }
            assertThat(List.of(docsHere.requests.size(), third.requests.size())).containsExactlyInAnyOrder(0, 10);
        }
    }

    @Test
    void aCallWhoseTaskDiesUnderWayIsAnOutcomeNobodyKnows() {
        String session = held();
        docsThere.answer = call -> Promise.<Reply>promise().future();
        HttpWire early = here.post("/mcp", CALL, "Mcp-Session-Id: " + session);
        assertThat(early.head().header("content-type"))
                .as("its stream has begun")
                .isEqualTo("text/event-stream");
        killThere();

        assertThat(early.data()).contains("-31001", "\"id\":1", "may have run");
        assertThat(docsHere.requests).as("nothing is repeated").isEmpty();
    }

    @Test
    void aTaskThatNoLongerHoldsASessionSendsNobodyOn() {
        String session = held();
        here.call(session, CALL);
        Session known = there.sessions.live(session);
        join(known.letGo());
        join(here.sessions.live(session).refresh());
        join(here.sessions.live(session).hold());
        docsHere.requests.clear();

        // What the other task remembers is older than this.
        assertThat(there.call(session, CALL).body()).contains("\"name\":\"a\"");
        await().untilAsserted(() -> {
            there.call(session, CALL);
            assertThat(docsHere.requests).isNotEmpty();
        });
        assertThat(known.isElsewhere()).isTrue();
    }

    // Parked calls

    @Test
    void aRetryFindsTheTaskThatKeepsItsCall() {
        docsHere.answer = call -> Future.failedFuture(new HeldElsewhere(there.tasks.self()));
        HttpWire.Answer answer =
                here.post("/mcp", modernCall(), modernHeaders()).answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"a\"");
        assertThat(docsThere.requests).hasSize(1);
    }

    @Test
    void aRetryThatIsFoundToBeElsewhereLateIsAnsweredOnTheStreamThatHasBegun() {
        Promise<Reply> slow = Promise.promise();
        docsHere.answer = call -> slow.future();
        HttpWire wire = here.post("/mcp", modernCall(), modernHeaders());
        assertThat(wire.head().header("content-type")).isEqualTo("text/event-stream");
        slow.fail(new HeldElsewhere(there.tasks.self()));

        assertThat(wire.data()).contains("\"name\":\"a\"");
        assertThat(wire.line()).isNull();
    }

    @Test
    void aRetryWhoseTaskIsGoneIsAnOutcomeNobodyKnows() {
        docsHere.answer = call -> Future.failedFuture(new HeldElsewhere(Task.newId()));
        HttpWire.Answer answer =
                here.post("/mcp", modernCall(), modernHeaders()).answer();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("-31001", "Outcome unknown");
    }

    @Test
    void nobodySendsAForwardedRequestOn() {
        docsHere.answer = call -> Future.failedFuture(new HeldElsewhere(there.tasks.self()));
        docsThere.answer = call -> Future.failedFuture(new HeldElsewhere(here.tasks.self()));

        HttpWire.Answer answer =
                here.post("/mcp", modernCall(), modernHeaders()).answer();
        assertThat(answer.body()).contains("-31001");
        assertThat(docsHere.requests).hasSize(1);
        assertThat(docsThere.requests).hasSize(1);
    }

    private static String modernCall() {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"_meta\":{"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private static String[] modernHeaders() {
        return new String[] {"MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: a"};
    }

    // Who may say that a request is forwarded

    @Test
    @Attack(WayIn.FORGED_TASK)
    void aClientIsNotBelievedToBeATask() {
        String session = here.initialize("2025-11-25");
        HttpWire.Answer answer = here.post("/mcp", CALL, "Mcp-Session-Id: " + session, PeerTokens.HEADER + ": anything")
                .answer();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(docsHere.requests).isEmpty();
    }

    @Test
    void aForwardedRequestIsThatOfThePrincipalInTheToken() {
        String session = here.initialize("2025-11-25");
        Principal mallory = new Principal(
                new Person("https://idp.example.com", "mallory", null, null, java.util.Set.of()),
                null,
                java.util.Set.of(),
                "",
                "");
        assertThat(forwarded(session, Principal.ANYONE, CALL, CALL)).isEqualTo(200);
        assertThat(forwarded(session, mallory, CALL, CALL))
                .as("somebody else's session")
                .isEqualTo(404);
        docsHere.requests.clear();
        assertThat(forwarded(session, Principal.ANYONE, CALL, CALL.replace("\"a\"", "\"b\"")))
                .as("another body than the one that was forwarded")
                .isEqualTo(403);
        assertThat(docsHere.requests).isEmpty();
    }

    /** Sends what the other task could send, with a body that may have been exchanged on the way; the status. */
    private int forwarded(String session, Principal principal, String body, String sent) {
        PeerTokens.Request request = new PeerTokens.Request("POST", "/mcp", "r1");
        Task task = join(there.tasks.find(here.tasks.self())).orElseThrow();
        List<Integer> status = new CopyOnWriteArrayList<>();
        join(there.peers
                .client()
                .request(
                        task,
                        request,
                        HttpHeaders.headers()
                                .add("content-type", "application/json")
                                .add("accept", "application/json, text/event-stream")
                                .add("mcp-session-id", session),
                        new Forwarded(principal, false, "", Forwarded.digest(Buffer.buffer(body))),
                        Buffer.buffer(body))
                .compose(made -> made.send(Buffer.buffer(sent)))
                .onSuccess(answer -> status.add(answer.statusCode())));
        return status.getFirst();
    }

    @Test
    void whatATokenAndACookieSayStaysAtTheFirstTask() {
        String session = held();
        List<String> headers = new CopyOnWriteArrayList<>();
        docsThere.answer = call -> {
            call.headers().forEach((name, value) -> headers.add(name.toLowerCase(java.util.Locale.ROOT)));
            return Future.succeededFuture(
                    Reply.result(Messages.resultMessage(call.message().requireId(), "{}")));
        };
        here.post(
                        "/mcp",
                        CALL,
                        "Mcp-Session-Id: " + session,
                        "Authorization: Bearer secret",
                        "Cookie: a=b",
                        "traceparent: 00-1-2-00")
                .answer();

        assertThat(headers).contains("traceparent", "x-request-id").doesNotContain("authorization", "cookie");
    }

    @Test
    void aClientThatReadsSlowlySlowsTheOtherTaskDown() {
        String session = held();
        String big = "x".repeat(64 << 10);
        int[] sent = {0};
        Promise<Reply> later = Promise.promise();
        docsThere.answer = call -> {
            pump(call.push(), sent, big);
            return later.future();
        };
        HttpWire wire = here.post("/mcp", CALL, "Mcp-Session-Id: " + session, ACCEPT);
        wire.head();

        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(10)).until(() -> {
            int before = sent[0];
            Thread.sleep(100);
            return sent[0] == before && before > 0;
        });
        assertThat(sent[0]).as("of 10,000").isLessThan(2_000);
    }

    private static void pump(dev.mcpgateway.provider.Push push, int[] sent, String big) {
        while (sent[0] < 10_000) {
            if (push.writeQueueFull()) {
                push.onDrain(() -> pump(push, sent, big));
                return;
            }
            sent[0]++;
            push.send(PushedEvent.of(
                    "docs",
                    Message.parse(
                            Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"x\":\"" + big + "\"}}"),
                            JsonLimits.DEFAULT)));
        }
    }
}
