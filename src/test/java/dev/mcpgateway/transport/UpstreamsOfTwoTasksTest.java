package dev.mcpgateway.transport;

import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.policy.Policy;
import dev.mcpgateway.provider.upstream.UpstreamProviders;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.ModernServer;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.SseServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two tasks do with one upstream on behalf of one client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpstreamsOfTwoTasksTest {
    private static final String WHOAMI = call(1, "whoami", "x");

    private final Vertx vertx = Vertx.vertx();
    private final RunningGateway here = RunningGateway.with(quick());
    private final RunningGateway there = RunningGateway.beside(here, quick());
    private boolean thereIsGone;

    private static RunningGateway.Settings quick() {
        RunningGateway.Settings settings = new RunningGateway.Settings();
        settings.freshness = Duration.ofMillis(300);
        return settings;
    }

    @AfterEach
    void close() {
        killThere();
        here.close();
        join(vertx.close());
    }

    private void killThere() {
        if (!thereIsGone) {
            thereIsGone = true;
            there.close();
        }
    }

    /** Puts both tasks in front of the upstream. */
    private void inFrontOf(URI url, UpstreamTransport.Http.Kind type) {
        UpstreamConfig upstream =
                UpstreamConfig.of("up", UpstreamTransport.Http.of(url).withType(type));
        for (RunningGateway gateway : List.of(here, there)) {
            GatewayConfig config = gateway.config.withUpstreams(List.of(upstream));
            UpstreamProviders providers = new UpstreamProviders(
                    gateway.vertx,
                    new AeadBox(new SecretKeySpec(new byte[32], "AES")),
                    gateway.tasks.self(),
                    told -> Credentials.NONE);
            gateway.endpoints.configure(
                    providers.configure(config).stream()
                            .map(provider -> new Endpoint.Source(provider, ""))
                            .toList(),
                    Policy.of(config));
        }
    }

    private LegacyServer legacy() {
        LegacyServer server = LegacyServer.start(vertx);
        inFrontOf(server.url(), UpstreamTransport.Http.Kind.STREAMABLE_HTTP);
        return server;
    }

    private static String call(int id, String tool, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"message\":\"" + message + "\"}}}";
    }

    @Test
    void theUpstreamSessionGoesOnAtAnyTask() {
        LegacyServer server = legacy();
        String session = there.initialize("2025-11-25");
        there.call(session, call(1, "echo", "first"));

        assertThat(here.call(session, WHOAMI).body()).contains("t told [first]");
        killThere();
        assertThat(here.call(session, WHOAMI).body()).contains("t told [first, x]");
        assertThat(server.received("initialize")).hasSize(1);
        assertThat(server.sessions()).hasSize(1);
    }

    @Test
    void aStreamIsResumedAtTheUpstreamFromAnyTask() {
        LegacyServer server = legacy();
        String session = there.initialize("2025-11-25");
        HttpWire stream = there.stream(session);
        await().until(() -> server.sessions().getFirst().hasStream());
        vertx.runOnContext(now -> server.sessions().getFirst().stream()
                .event("e1", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
        String event = stream.event();
        assertThat(event).contains("id: ", "list_changed");
        String id = event.substring(event.indexOf("id: ") + 4, event.indexOf('|'));
        killThere();

        here.stream(session, "Last-Event-ID: " + id);

        await().until(() ->
                server.received().stream().anyMatch(request -> "e1".equals(request.header("Last-Event-ID"))));
        assertThat(server.received("initialize")).hasSize(1);
    }

    @Test
    void aCallIsCancelledFromAnyTask() {
        LegacyServer server = legacy();
        List<String> cancelled = new CopyOnWriteArrayList<>();
        server.on("tools/call", request -> {});
        server.on("notifications/cancelled", request -> {
            cancelled.add(request.params().toString());
            request.status(202);
        });
        String session = there.initialize("2025-11-25");
        HttpWire call = there.post("/mcp", WHOAMI, "Mcp-Session-Id: " + session);
        await().until(() -> server.received("tools/call").size() == 1);

        here.call(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");

        await().until(() -> !cancelled.isEmpty());
        assertThat(call.answer().body())
                .as("the task that made the call does not wait for ever")
                .contains("-31001");
    }

    @Test
    void whatAServerAsksIsAnsweredThroughAnyTask() {
        LegacyServer server = legacy();
        server.on("tools/call", request -> {
            Future<JsonObject> answer = server.ask(request, "sampling/createMessage", "{\"messages\":[]}");
            answer.onSuccess(said -> request.result("{\"said\":" + said.getJsonObject("result") + "}"));
        });
        String session = there.initialize("2025-11-25");
        HttpWire call = there.post("/mcp", WHOAMI, "Mcp-Session-Id: " + session);
        call.head();
        JsonObject question = new JsonObject(call.data());
        assertThat(question.getString("method")).isEqualTo("sampling/createMessage");

        HttpWire.Answer accepted = here.call(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":\"" + question.getString("id") + "\",\"result\":{\"model\":\"m\"}}");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(call.data()).contains("\"said\":{\"model\":\"m\"}");
    }

    @Test
    void aSessionThatTheUpstreamLostIsOpenedAgainByOneTaskForAll() {
        LegacyServer server = legacy();
        String session = there.initialize("2025-11-25");
        here.call(session, WHOAMI);
        server.forgetSessions(404);

        assertThat(there.call(session, WHOAMI).body()).contains("\"result\"");
        assertThat(here.call(session, WHOAMI).body()).contains("told [x]");
        assertThat(server.received("initialize")).hasSize(2);
        assertThat(server.sessions()).hasSize(1);
    }

    @Test
    void ofTwoTasksThatOpenALostSessionAtOnceBothGoOnWithOne() {
        LegacyServer server = legacy();
        String session = there.initialize("2025-11-25");
        here.call(session, WHOAMI);
        server.forgetSessions(404);
        List<HttpWire> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add((i % 2 == 0 ? here : there).post("/mcp", WHOAMI, "Mcp-Session-Id: " + session));
        }
        calls.forEach(call -> assertThat(call.answer().body()).contains("\"result\""));

        await().untilAsserted(() -> assertThat(server.sessions())
                .as("what was opened twice is closed")
                .hasSize(1));
        assertThat(here.call(session, WHOAMI).body()).contains("\"result\"");
        assertThat(there.call(session, WHOAMI).body()).contains("\"result\"");
        assertThat(server.sessions()).hasSize(1);
        assertThat(server.received("initialize").size()).isLessThanOrEqualTo(3);
    }

    @Test
    void anEndedSessionIsGoneEverywhereWithinSecondsAndItsStreamsWithIt() {
        legacy();
        String session = there.initialize("2025-11-25");
        here.call(session, WHOAMI);
        HttpWire stream = here.stream(session);
        assertThat(there.wire()
                        .send("DELETE", "/mcp", null, "Mcp-Session-Id: " + session)
                        .answer()
                        .status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> here.call(session, WHOAMI).status() == 404);
        assertThat(stream.event()).isNull();
        assertThat(here.sessions.size()).isZero();
    }

    @Test
    void theAnswerOfALegacyClientFindsTheTaskWhoseCallAModernServerKeepsWaiting() {
        ModernServer server = ModernServer.start(vertx);
        inFrontOf(server.url(), UpstreamTransport.Http.Kind.STREAMABLE_HTTP);
        server.on("tools/call", request -> {
            JsonArray inputs = ModernServer.inputs(request);
            request.result(
                    inputs.isEmpty()
                            ? "{\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":{\"q\":"
                                    + "{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[]}}}}"
                            : "{\"resultType\":\"complete\",\"content\":[],\"inputs\":" + inputs + "}");
        });
        String session = there.initialize("2025-11-25");
        HttpWire call = there.post("/mcp", WHOAMI, "Mcp-Session-Id: " + session);
        call.head();
        String question = new JsonObject(call.data()).getString("id");
        assertThat(question).startsWith("up/~" + there.tasks.self());
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"" + question + "\",\"result\":{\"model\":\"m\"}}";

        assertThat(here.call(session, answer).status()).isEqualTo(202);
        assertThat(call.data()).contains("\"inputs\":[\"q\"]");

        HttpWire second = there.post("/mcp", WHOAMI, "Mcp-Session-Id: " + session);
        second.head();
        String late = answer.replace(question, new JsonObject(second.data()).getString("id"));
        killThere();
        HttpWire.Answer gone = here.call(session, late);
        assertThat(gone.status()).isEqualTo(502);
        assertThat(gone.body()).contains("-31001", "Outcome unknown");
    }

    @Test
    void theRetryOfAModernClientFindsTheTaskWhoseCallALegacyServerKeepsWaiting() {
        LegacyServer server = legacy();
        server.on(
                "tools/call",
                request -> server.ask(request, "sampling/createMessage", "{\"messages\":[]}")
                        .onSuccess(said -> request.result("{\"content\":[],\"said\":"
                                + said.getJsonObject("result").encode() + "}")));
        JsonObject required = modern(there, null);
        assertThat(required.getString("resultType")).isEqualTo("input_required");

        JsonObject complete = modern(here, required);
        assertThat(complete.getJsonObject("said").getString("model")).isEqualTo("m");
        assertThat(server.received("tools/call")).hasSize(1);

        JsonObject again = modern(there, null);
        killThere();
        HttpWire.Answer gone = modernPost(here, again);
        assertThat(gone.status()).isEqualTo(502);
        assertThat(gone.body()).contains("-31001");
        assertThat(server.received("tools/call")).as("nothing is repeated").hasSize(2);
    }

    private static JsonObject modern(RunningGateway gateway, JsonObject required) {
        HttpWire.Answer answer = modernPost(gateway, required);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String body = answer.body();
        int data = body.indexOf("data: ");
        return new JsonObject(data < 0 ? body : body.substring(data + 6, body.indexOf('\n', data)))
                .getJsonObject("result");
    }

    private static HttpWire.Answer modernPost(RunningGateway gateway, JsonObject required) {
        JsonObject params = new JsonObject()
                .put("name", "echo")
                .put("arguments", new JsonObject().put("message", "x"))
                .put(
                        "_meta",
                        new JsonObject()
                                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                                .put(
                                        "io.modelcontextprotocol/clientCapabilities",
                                        new JsonObject().put("sampling", new JsonObject())));
        if (required != null) {
            JsonObject responses = new JsonObject();
            required.getJsonObject("inputRequests")
                    .fieldNames()
                    .forEach(key -> responses.put(key, new JsonObject().put("model", "m")));
            params.put("requestState", required.getString("requestState")).put("inputResponses", responses);
        }
        return gateway.post(
                        "/mcp",
                        new JsonObject()
                                .put("jsonrpc", "2.0")
                                .put("id", 1)
                                .put("method", "tools/call")
                                .put("params", params)
                                .encode(),
                        "MCP-Protocol-Version: 2026-07-28",
                        "Mcp-Method: tools/call",
                        "Mcp-Name: echo")
                .answer();
    }

    private static String subscription(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resources/" + method
                + "\",\"params\":{\"uri\":\"test://a\"}}";
    }

    private ModernServer modern() {
        ModernServer server = ModernServer.start(vertx);
        inFrontOf(server.url(), UpstreamTransport.Http.Kind.STREAMABLE_HTTP);
        return server;
    }

    /** The subscriptions to resources that are open at the server. */
    private static long subscribed(ModernServer server) {
        return server.subscriptions().stream()
                .filter(one -> one.params().getJsonObject("notifications").containsKey("resourceSubscriptions"))
                .count();
    }

    @Test
    void whatWasSubscribedToAtOneTaskReachesTheStreamAtTheOther() {
        ModernServer server = modern();
        String session = there.initialize("2025-11-25");
        HttpWire stream = there.stream(session);

        assertThat(here.call(session, subscription("subscribe")).body()).contains("\"id\":7,\"result\":{}");
        server.publish("notifications/resources/updated", "\"uri\":\"test://a\"");

        assertThat(stream.data()).contains("notifications/resources/updated", "test://a");
        assertThat(subscribed(server)).isEqualTo(1);

        assertThat(here.call(session, subscription("unsubscribe")).status()).isEqualTo(200);
        await().until(() -> subscribed(server) == 0);
    }

    @Test
    void aStreamThatBeginsElsewhereGetsWhatWasSubscribedToBefore() {
        ModernServer server = modern();
        String session = there.initialize("2025-11-25");
        assertThat(here.call(session, subscription("subscribe")).status()).isEqualTo(200);
        assertThat(subscribed(server)).isEqualTo(1);

        HttpWire stream = there.stream(session);
        await().until(() -> subscribed(server) == 2);
        server.publish("notifications/resources/updated", "\"uri\":\"test://a\"");

        assertThat(stream.data()).contains("notifications/resources/updated", "test://a");
    }

    @Test
    void aSubscriptionOutlivesTheTaskThatHadTheStream() {
        ModernServer server = modern();
        String session = there.initialize("2025-11-25");
        there.stream(session);
        assertThat(here.call(session, subscription("subscribe")).status()).isEqualTo(200);
        killThere();

        HttpWire stream = here.stream(session);
        await().until(() -> subscribed(server) == 1);
        server.publish("notifications/resources/updated", "\"uri\":\"test://a\"");

        assertThat(stream.data()).contains("notifications/resources/updated", "test://a");
    }

    @Test
    void anUpstreamSessionThatDiedWithItsTaskIsInitializedAgainWithTheClientsCapabilities() {
        try (SseServer server = SseServer.start(vertx)) {
            inFrontOf(server.url(), UpstreamTransport.Http.Kind.SSE);
            String session = there.initialize("2025-11-25");
            String first = there.call(session, WHOAMI).body();
            assertThat(here.call(session, WHOAMI).body())
                    .as("one stream at the upstream serves both tasks")
                    .isEqualTo(first);
            assertThat(server.handshakes()).isEqualTo(1);
            killThere();

            assertThat(here.call(session, WHOAMI).body())
                    .contains("\"stream\":")
                    .isNotEqualTo(first);
            assertThat(server.handshakes()).isEqualTo(2);
            assertThat(server.received("initialize").getLast().params().getJsonObject("capabilities"))
                    .isEqualTo(new JsonObject("{\"sampling\":{}}"));
            assertThat(here.sessions.live(session).task()).isEqualTo(here.tasks.self());
        }
    }

    @Test
    void initializeIsEnoughForAnotherTask() {
        legacy();
        HttpWire.Answer answer =
                there.post("/mcp", initializeMessage("2025-06-18")).answer();
        killThere();

        assertThat(here.call(answer.header("mcp-session-id"), WHOAMI).status()).isEqualTo(200);
    }
}
