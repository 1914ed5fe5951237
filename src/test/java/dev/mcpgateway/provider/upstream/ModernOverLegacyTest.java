package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.bridge.Interaction;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.TestServer.Incoming;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ModernOverLegacyTest {
    private static final String META = "io.modelcontextprotocol/";

    private LegacyServer server;
    private ProviderFixture up;
    private final ClientStub client = ClientStub.modern("alice");

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
    void theDescriptionIsMadeFromTheServersHandshake() {
        ServerDescription description = up.get(() -> up.provider().describe(client, null));

        JsonObject result = new JsonObject(description.result().toString());
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getJsonArray("supportedVersions")).contains("2026-07-28", "2025-11-25");
        assertThat(result.getJsonObject("capabilities")).isEqualTo(new JsonObject(LegacyServer.CAPABILITIES));
        assertThat(result.getJsonObject("_meta")
                        .getJsonObject(META + "serverInfo")
                        .getString("name"))
                .isEqualTo("legacy");
        assertThat(result.getInteger("ttlMs")).isNotNegative();
        assertThat(result.getString("cacheScope")).isEqualTo("private");
        assertThat(server.sessions().getFirst().initialize().getJsonObject("capabilities"))
                .isEqualTo(new JsonObject(client.capabilities().toString()));
    }

    @Test
    void aCallLosesWhatOnlyItsEraHasAndItsResultGainsIt() {
        Answered reply = up.request(
                client,
                client.request("5", "tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"hi\",\"n\":1e400}"));

        Incoming call = server.received("tools/call").getFirst();
        assertThat(call.meta().isEmpty()).isTrue();
        assertThat(call.text()).contains("\"n\":1e400");
        JsonObject result = new JsonObject(reply.message().result().toString());
        assertThat(reply.message().id().raw()).isEqualTo("5");
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getJsonObject("_meta")
                        .getJsonObject(META + "serverInfo")
                        .getString("name"))
                .isEqualTo("legacy");
        assertThat(result.containsKey("ttlMs")).isFalse();
    }

    @Test
    void requestsOfOneClientWithEqualIdsDoNotMeetAtTheServer() {
        server.on(
                "tools/call",
                request -> request.notification(
                                "notifications/progress",
                                "{\"progressToken\":"
                                        + JsonObject.of("t", request.meta().getValue("progressToken"))
                                                .encode()
                                                .replaceAll("^\\{\"t\":(.*)}$", "$1")
                                        + ",\"progress\":1}")
                        .after(
                                30,
                                () -> request.result(
                                        "{\"said\":" + request.params().getJsonObject("arguments") + "}")));
        PushedLog push = new PushedLog();

        Future<Answered> first = up.start(() -> up.provider()
                .request(client.call(
                        client.request(
                                "1", "tools/call", "\"name\":\"echo\",\"arguments\":{\"n\":1}", "\"progressToken\":1"),
                        push)));
        Future<Answered> second = up.start(() -> up.provider()
                .request(client.call(
                        client.request(
                                "1", "tools/call", "\"name\":\"echo\",\"arguments\":{\"n\":2}", "\"progressToken\":1"),
                        push)));
        up.get(() -> Future.all(first, second));

        assertThat(server.received("tools/call")).extracting(Incoming::id).doesNotHaveDuplicates();
        assertThat(first.result().message().root().toString()).contains("\"id\":1", "\"said\":{\"n\":1}");
        assertThat(second.result().message().root().toString()).contains("\"id\":1", "\"said\":{\"n\":2}");
        assertThat(push.messages("notifications/progress"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(
                                message.params().get("progressToken").toString())
                        .isEqualTo("1"));
    }

    @Test
    void listsGetWhatTheErasCachesNeed() {
        Page page = up.get(() -> up.provider().page(client, ListKind.TOOLS, null));

        JsonObject result = new JsonObject(page.result().toString());
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getInteger("ttlMs")).isNotNegative();
        assertThat(result.getString("cacheScope")).isEqualTo("private");
        assertThat(page.result().get("tools"))
                .isEqualTo(ClientStub.json(LegacyServer.TOOLS).get("tools"));
    }

    @Test
    void anUnknownResourceHasTheCodeOfTheEra() {
        server.on("resources/read", request -> request.error(200, -32002, "Resource not found"));

        Answered reply = up.request(client, client.request("1", "resources/read", "\"uri\":\"test://none\""));

        assertThat(reply.message().error().get("code").toString()).isEqualTo("-32602");
        assertThat(reply.message().error().get("data").toString()).isEqualTo("{\"uri\":\"test://none\"}");
    }

    @Test
    void aResourceIsCacheableToo() {
        server.answers("resources/read", "{\"contents\":[]}");

        Answered reply = up.request(client, client.request("1", "resources/read", "\"uri\":\"test://one\""));

        assertThat(reply.message().result().get("ttlMs")).isNotNull();
        assertThat(reply.message().result().string("cacheScope")).isEqualTo("private");
    }

    @Test
    void methodsThatTheClientsEraDoesNotHaveAreUnknown() {
        for (String method : List.of("ping", "logging/setLevel", "resources/subscribe", "tasks/get", "initialize")) {
            assertThatThrownBy(() -> up.request(client, client.request("1", method, "")))
                    .as(method)
                    .isInstanceOfSatisfying(McpError.class, error -> {
                        assertThat(error.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
                        assertThat(error.httpStatus()).isEqualTo(404);
                    });
        }
        assertThat(up.request(client, client.request("1", "vendor/unknown", "")).status())
                .isEqualTo(404);
    }

    @Test
    void logMessagesComeOnlyToRequestsThatAskForThemAndNotBelowTheirLevel() {
        server.on("tools/call", request -> {
            for (String level : List.of("debug", "info", "error")) {
                request.notification("notifications/message", "{\"level\":\"" + level + "\",\"data\":1}");
            }
            request.result("{}");
        });
        PushedLog silent = new PushedLog();
        PushedLog informed = new PushedLog();

        up.get(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"), silent)));
        up.get(() -> up.provider()
                .request(client.call(
                        client.request("2", "tools/call", "\"name\":\"echo\"", "\"" + META + "logLevel\":\"info\""),
                        informed)));
        up.get(() -> up.provider()
                .request(client.call(
                        client.request("3", "tools/call", "\"name\":\"echo\"", "\"" + META + "logLevel\":\"error\""),
                        silent)));

        assertThat(informed.messages())
                .extracting(message -> message.param("level"))
                .containsExactly("info", "error");
        assertThat(silent.messages())
                .extracting(message -> message.param("level"))
                .containsExactly("error");
        assertThat(server.received("logging/setLevel"))
                .extracting(request -> request.params().getString("level"))
                .containsExactly("info");
    }

    @Test
    void aLevelThatIsNoneIsRefused() {
        assertThatThrownBy(() -> up.request(
                        client,
                        client.request("1", "tools/call", "\"name\":\"echo\"", "\"" + META + "logLevel\":\"loud\"")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS));
    }

    /** A tool that asks three things at once and answers what it was told. */
    private void askThree() {
        server.on(
                "tools/call",
                request -> Future.all(
                                server.ask(
                                        request,
                                        "elicitation/create",
                                        "{\"message\":\"name?\",\"requestedSchema\":{\"default\":95.50}}"),
                                server.ask(request, "sampling/createMessage", "{\"maxTokens\":5}"),
                                server.ask(request, "roots/list", "{}"))
                        .onSuccess(answers -> request.result("{\"told\":\""
                                + answers.list().stream()
                                        .map(answer -> ((JsonObject) answer)
                                                .getJsonObject("result", new JsonObject())
                                                .getString("v"))
                                        .toList()
                                + "\"}")));
    }

    private JsonObject result(Answered reply) {
        return new JsonObject(reply.message().result().toString());
    }

    private Message retry(String id, JsonObject required, String inputs) {
        return client.request(
                id,
                "tools/call",
                "\"name\":\"ask\",\"arguments\":{\"a\":1},\"inputResponses\":" + inputs + ",\"requestState\":\""
                        + required.getString("requestState") + "\"");
    }

    private JsonObject ask() {
        return result(up.request(client, client.tool("1", "ask", "{\"a\":1}")));
    }

    @Test
    void whatTheServerAsksInTheMiddleOfACallBecomesAnInputRequiredResult() {
        askThree();

        JsonObject required = ask();
        Answered reply = up.request(
                client,
                retry(
                        "2",
                        required,
                        "{\"request-1\":{\"v\":\"a\"},\"request-2\":{\"v\":\"b\"},\"request-3\":{\"v\":\"c\"},\"odd\":{}}"));

        assertThat(required.getString("resultType")).isEqualTo("input_required");
        assertThat(required.getJsonObject("inputRequests")
                        .getJsonObject("request-1")
                        .getString("method"))
                .isEqualTo("elicitation/create");
        assertThat(required.getJsonObject("inputRequests").fieldNames()).hasSize(3);
        assertThat(result(reply).getString("told")).isEqualTo("[a, b, c]");
        assertThat(reply.message().id().raw()).isEqualTo("2");
        assertThat(server.received("tools/call")).hasSize(1);
    }

    @Test
    void whatIsStillMissingIsAskedAgain() {
        askThree();

        JsonObject first = ask();
        JsonObject second = result(up.request(client, retry("2", first, "{\"request-2\":{\"v\":\"b\"}}")));
        JsonObject third = result(up.request(client, retry("3", second, "null")));
        JsonObject last = result(
                up.request(client, retry("4", third, "{\"request-1\":{\"v\":\"a\"},\"request-3\":{\"v\":\"c\"}}")));

        assertThat(second.getJsonObject("inputRequests").fieldNames()).containsExactly("request-1", "request-3");
        assertThat(List.of(first, second, third))
                .extracting(r -> r.getString("requestState"))
                .doesNotHaveDuplicates();
        assertThat(last.getString("told")).isEqualTo("[a, b, c]");
    }

    @Test
    void answersThatAreNoObjectsAreRefusedAndTheCallStillWaits() {
        askThree();
        JsonObject required = ask();

        for (String inputs : List.of("12345", "{\"request-1\":12345}")) {
            assertThatThrownBy(() -> up.request(client, retry("2", required, inputs)))
                    .isInstanceOfSatisfying(
                            McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS));
        }
        assertThat(result(up.request(client, retry("3", required, "{}"))).getString("resultType"))
                .isEqualTo("input_required");
    }

    @Test
    void aStateIsGoodForItsOwnClientRequestAndOneUse() {
        askThree();
        JsonObject required = ask();
        String state = required.getString("requestState");
        ClientStub bob = ClientStub.modern("bob");
        String params = "\"name\":\"ask\",\"arguments\":{\"a\":1},\"inputResponses\":{},\"requestState\":\"";

        assertInvalid(bob, bob.request("2", "tools/call", params + state + "\""));
        assertInvalid(client, client.request("2", "tools/call", params + state + "-TAMPERED\""));
        assertInvalid(client, client.request("2", "tools/call", params.replace("\"a\":1", "\"a\":2") + state + "\""));
        assertInvalid(client, client.request("2", "prompts/get", params + state + "\""));
        assertInvalid(client, client.request("2", "tools/call", "\"name\":\"ask\",\"requestState\":5"));
        up.request(client, retry("3", required, "{}"));
        assertInvalid(client, retry("4", required, "{}"));
    }

    private void assertInvalid(ClientStub who, Message request) {
        assertThatThrownBy(() -> up.request(who, request))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS))
                .hasMessageContaining("requestState");
    }

    @Test
    void aCallWaitsNoLongerThanConfiguredAndTheServerIsToldSo(Vertx vertx) {
        AtomicReference<JsonObject> told = new AtomicReference<>();
        server.on(
                "tools/call", request -> server.ask(request, "roots/list", "{}").onSuccess(told::set));
        try (ProviderFixture impatient = new ProviderFixture(
                vertx, ProviderFixture.config(server.url()), new Interaction(Duration.ofMillis(50), 3, 5))) {
            Answered reply = impatient.request(client, client.tool("1", "ask", "{\"a\":1}"));

            await().until(() -> told.get() != null
                    && server.received("notifications/cancelled").size() == 1);
            assertThat(told.get().getJsonObject("error").getString("message")).contains("in time");
            assertThatThrownBy(() -> impatient.request(client, retry("2", result(reply), "{}")))
                    .hasMessageContaining("requestState");
        }
    }

    @Test
    void noMoreCallsWaitThanConfigured() {
        server.on("tools/call", request -> server.ask(request, "roots/list", "{}"));
        for (int i = 0; i < 3; i++) {
            ask();
        }

        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED))
                .hasMessageContaining("interaction.maxParked");
    }

    @Test
    void aCapabilityThatTheClientDidNotDeclareIsAnErrorAndTheCallIsCancelled() {
        server.on("tools/call", request -> server.ask(request, "sampling/createMessage", "{}"));
        ClientStub simple = ClientStub.modern("simple", "{}");

        assertThatThrownBy(() -> up.request(simple, simple.tool("1", "ask", "{}")))
                .isInstanceOfSatisfying(McpError.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.MISSING_REQUIRED_CLIENT_CAPABILITY);
                    assertThat(error.httpStatus()).isEqualTo(400);
                    assertThat(error.data()).isEqualTo("{\"requiredCapabilities\":{\"sampling\":{}}}");
                });
        await().until(() -> server.received("notifications/cancelled").size() == 1);
    }

    @Test
    void aClientThatGoesAwayCancelsTheCallAtTheServer() {
        server.on("tools/call", Incoming::stream);
        Call call = client.call(client.tool("9", "slow", "{}"));
        Future<Answered> reply = up.start(() -> up.provider().request(call));
        await().until(() -> server.received("tools/call").size() == 1);

        call.cancel();

        await().until(() -> server.received("notifications/cancelled").size() == 1 && reply.failed());
        assertThat(server.received("notifications/cancelled")
                        .getFirst()
                        .params()
                        .getValue("requestId"))
                .isEqualTo(server.received("tools/call").getFirst().json().getValue("id"));
    }

    @Test
    void aStreamThatTheServerEndsBeforeTheAnswerIsResumedHere() {
        server.on("tools/call", request -> {
            request.http().response().setChunked(true).putHeader("content-type", "text/event-stream");
            request.http().response().end("id: e1\nretry: 10\ndata:\n\n");
        });
        AtomicReference<String> asked = new AtomicReference<>();
        server.on("GET", request -> {
            asked.set(request.header("Last-Event-ID"));
            String id = server.received("tools/call").getFirst().id();
            request.event("e2", "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"late\":true}}")
                    .end();
        });

        Answered reply = up.request(client, client.tool("3", "slow", "{}"));

        assertThat(asked.get()).isEqualTo("e1");
        assertThat(reply.message().id().raw()).isEqualTo("3");
        assertThat(result(reply).getBoolean("late")).isTrue();
    }

    @Test
    void urlsThatMustBeOpenedFirstAreAskedForAndTheCallIsMadeAnew() {
        ClientStub able = ClientStub.modern("able", "{\"elicitation\":{\"url\":{}}}");
        server.on("tools/call", request -> {
            if (server.received("tools/call").size() == 1) {
                request.error(
                        200,
                        -32042,
                        "open",
                        "{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":\"e\",\"url\":\"https://example.com\",\"message\":\"m\"}]}");
            } else {
                request.result("{\"done\":true}");
            }
        });

        JsonObject required = result(up.request(able, able.tool("1", "ask", "{}")));
        Answered reply = up.request(
                able,
                able.request(
                        "2",
                        "tools/call",
                        "\"name\":\"ask\",\"arguments\":{},\"inputResponses\":{\"request-1\":{\"action\":\"accept\"}},\"requestState\":\""
                                + required.getString("requestState") + "\""));

        assertThat(required.getJsonObject("inputRequests")
                        .getJsonObject("request-1")
                        .getJsonObject("params")
                        .getString("url"))
                .isEqualTo("https://example.com");
        assertThat(result(reply).getBoolean("done")).isTrue();
        assertThat(server.received("tools/call").getLast().params().fieldNames())
                .containsExactlyInAnyOrder("name", "arguments", "_meta");
        assertThatThrownBy(() -> {
                    server.on("tools/call", request -> request.error(200, -32042, "open", "{\"elicitations\":[{}]}"));
                    up.request(client, client.tool("1", "ask", "{}"));
                })
                .hasMessageContaining("did not declare");
    }

    @Test
    void aSubscriptionGetsWhatTheServerHasAndOnlyWhatWasAskedFor() {
        PushedLog push = new PushedLog();
        Listening listening = up.get(() -> up.provider()
                .listen(
                        client,
                        ClientStub.json(
                                "{\"toolsListChanged\":true,\"unknown\":true,\"resourceSubscriptions\":[\"test://one\"]}"),
                        null,
                        push));
        Incoming stream = server.sessions().getFirst().stream();

        server.vertx()
                .runOnContext(now -> stream.notification("notifications/prompts/list_changed", "{}")
                        .notification("notifications/message", "{\"level\":\"info\"}")
                        .notification("notifications/resources/updated", "{\"uri\":\"test://other\"}")
                        .notification("notifications/resources/updated", "{\"uri\":\"test://one\"}")
                        .notification("notifications/tools/list_changed", "{}"));
        await().until(() -> push.messages().size() == 2);

        assertThat(listening.acknowledged().toString())
                .isEqualTo("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://one\"]}");
        assertThat(push.messages())
                .extracting(Message::method)
                .containsExactly("notifications/resources/updated", "notifications/tools/list_changed");
        up.get(() -> {
            listening.close();
            return Future.succeededFuture();
        });
        await().until(() -> server.received("resources/unsubscribe").size() == 1
                && server.open().isEmpty());
    }

    @Test
    void aChangeToldOnACallsStreamReachesTheSubscriptions() {
        PushedLog push = new PushedLog();
        PushedLog caller = new PushedLog();
        up.get(() -> up.provider().listen(client, ClientStub.json("{\"toolsListChanged\":true}"), null, push));
        server.on(
                "tools/call",
                request -> request.notification("notifications/tools/list_changed", "{}")
                        .result("{}"));

        up.get(() -> up.provider().request(client.call(client.tool("1", "echo", "{}"), caller)));

        await().until(() -> push.messages().size() == 1);
        assertThat(caller.messages()).isEmpty();
    }

    @Test
    void whatTheServerAsksOutsideCallsIsRefusedThere() {
        up.get(() ->
                up.provider().listen(client, ClientStub.json("{\"toolsListChanged\":true}"), null, new PushedLog()));
        Incoming stream = server.sessions().getFirst().stream();

        Future<JsonObject> roots = server.ask(stream, "roots/list", "{}");
        Future<JsonObject> ping = server.ask(stream, "ping", "{}");

        await().until(() -> roots.isComplete() && ping.isComplete());
        assertThat(roots.result().getJsonObject("error").getInteger("code")).isEqualTo(ErrorCode.ERA_CANNOT_CARRY);
        assertThat(ping.result().getJsonObject("result")).isEqualTo(new JsonObject());
    }

    @Test
    void twoClientsHaveTwoSessionsAndSoHaveOneClientsTwoSetsOfCapabilities() {
        ClientStub bob = ClientStub.modern("bob");
        up.request(client, client.tool("1", "echo", "{\"message\":\"secret\"}"));

        Answered whoIsBob = up.request(bob, bob.tool("1", "whoami", "{}"));
        Answered whoIsAlice = up.request(client, client.tool("2", "whoami", "{}"));

        assertThat(whoIsBob.message().root().toString()).contains("session-2 bob told []");
        assertThat(whoIsAlice.message().root().toString()).contains("session-1 alice told [secret]");
    }

    @Test
    void aPingInTheMiddleOfACallIsAnsweredHere() {
        server.on(
                "tools/call",
                request -> server.ask(request, "ping", "{}")
                        .onSuccess(answer -> request.result("{\"ponged\":" + answer.containsKey("result") + "}")));

        Answered reply = up.request(client, client.tool("1", "echo", "{}"));

        JsonSlice ponged = reply.message().result().get("ponged");
        assertThat(ponged.toString()).isEqualTo("true");
    }
}
