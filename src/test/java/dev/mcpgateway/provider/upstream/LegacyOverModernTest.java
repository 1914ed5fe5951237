package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.testing.ModernServer;
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
class LegacyOverModernTest {
    private static final String META = "io.modelcontextprotocol/";

    private ModernServer server;
    private ProviderFixture up;
    private final ClientStub client = ClientStub.legacy("alice");

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
    void initializeIsAnsweredFromTheServersDiscovery() {
        ServerDescription description = up.get(() -> up.provider().describe(client, client.initialize()));

        assertThat(new JsonObject(description.result().toString()))
                .isEqualTo(new JsonObject("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
                        + ModernServer.CAPABILITIES
                        + ",\"serverInfo\":{\"name\":\"modern\",\"version\":\"1\"},\"instructions\":\"Be brief.\"}"));
        assertThat(client.upstream("up").protocolVersion()).isEqualTo("2026-07-28");
    }

    @Test
    void aCallCarriesWhatTheServersEraWantsAndKeepsTheRest() {
        up.initialized(client);
        client.logLevel("info");

        Answered reply = up.request(
                client,
                client.request(
                        "0",
                        "tools/call",
                        "\"name\":\"echo\",\"arguments\":{\"message\":1e400}",
                        "\"progressToken\":0"));

        Incoming call = server.received("tools/call").getFirst();
        assertThat(call.text()).contains("\"arguments\":{\"message\":1e400}");
        assertThat(call.meta().getInteger("progressToken")).isZero();
        assertThat(call.meta().getString(META + "protocolVersion")).isEqualTo("2026-07-28");
        assertThat(call.meta().getJsonObject(META + "clientCapabilities"))
                .isEqualTo(new JsonObject("{\"sampling\":{},\"elicitation\":{}}"));
        assertThat(call.meta().getJsonObject(META + "clientInfo").getString("name"))
                .isEqualTo("alice");
        assertThat(call.meta().getString(META + "logLevel")).isEqualTo("info");
        assertThat(call.header("Mcp-Name")).isEqualTo("echo");
        assertThat(reply.message().id().raw()).isEqualTo("0");
        assertThat(reply.message().result().get("resultType")).isNull();
    }

    @Test
    void aRequestWithoutParamsGetsThem() {
        server.answers("vendor/odd", "{\"resultType\":\"complete\",\"odd\":1}");
        up.initialized(client);

        Answered reply =
                up.request(client, ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"vendor/odd\"}"));

        assertThat(reply.message().result().toString()).isEqualTo("{\"odd\":1}");
        assertThat(server.received("vendor/odd").getFirst().meta().getString(META + "protocolVersion"))
                .isEqualTo("2026-07-28");
    }

    @Test
    void argumentsAreMirroredIntoHeadersAsTheSchemaSays() {
        up.initialized(client);

        Answered reply = up.request(client, client.tool("1", "region", "{\"region\":\"Zürich\"}"));

        assertThat(reply.message().error().toString()).contains("Mcp-Param-Region is =?base64?");
        assertThat(up.request(client, client.tool("2", "region", "{\"region\":\"us-west1\"}"))
                        .message()
                        .error())
                .isNull();
    }

    @Test
    void aSchemaThatChangedIsListedAgainAndTheCallRetriedOnce() {
        up.initialized(client);
        server.answers(
                "tools/list",
                "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"region\",\"inputSchema\":{}}],"
                        + "\"ttlMs\":60000,\"cacheScope\":\"public\"}");
        up.get(() -> up.provider().page(client, ListKind.TOOLS, null));
        server.answers("tools/list", ModernServer.TOOLS);

        Answered reply = up.request(client, client.tool("1", "region", "{\"region\":\"us-west1\"}"));

        assertThat(reply.message().error()).isNull();
        assertThat(server.received("tools/call")).hasSize(2);
    }

    @Test
    void aSecondHeaderMismatchIsTheClientsToSee() {
        server.on("tools/call", request -> request.error(400, -32020, "Header mismatch"));
        up.initialized(client);

        Answered reply = up.request(client, client.tool("1", "echo", "{}"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.message().error().toString()).contains("-32020");
        assertThat(server.received("tools/call")).hasSize(2);
    }

    @Test
    void listsHaveTheFormOfTheClientsEraAndNoToolThatAClientMustNotUse() {
        server.answers(
                "tools/list",
                "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"good\",\"inputSchema\":{}},"
                        + "{\"name\":\"bad\",\"inputSchema\":{\"properties\":{\"n\":{\"type\":\"number\",\"x-mcp-header\":\"N\"}}}}],"
                        + "\"ttlMs\":1,\"cacheScope\":\"public\",\"nextCursor\":\"c\"}");

        Page page = up.get(() -> up.provider().page(client, ListKind.TOOLS, null));

        assertThat(page.result().toString())
                .isEqualTo("{\"tools\":[{\"name\":\"good\",\"inputSchema\":{}}],\"nextCursor\":\"c\"}");
        assertThat(page.nextCursor()).isEqualTo("c");
    }

    @Test
    void pingAndLogLevelAreAnsweredHere() {
        up.initialized(client);

        assertThat(up.request(client, client.request("1", "ping", ""))
                        .message()
                        .result()
                        .toString())
                .isEqualTo("{}");
        assertThat(up.request(client, client.request("2", "logging/setLevel", "\"level\":\"info\""))
                        .message()
                        .result()
                        .toString())
                .isEqualTo("{}");
    }

    @Test
    void whatTheServersEraHasNoFormForIsAnErrorThatSaysSo() {
        up.initialized(client);

        assertThatThrownBy(() -> up.request(client, client.request("1", "tasks/list", "")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ERA_CANNOT_CARRY))
                .hasMessageContaining("tasks/list");
    }

    @Test
    void aResultOfAnUnknownTypeIsAnErrorThatSaysSo() {
        server.answers("tools/call", "{\"resultType\":\"task\",\"taskId\":\"1\"}");
        up.initialized(client);

        assertThatThrownBy(() -> up.request(client, client.tool("1", "echo", "{}")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ERA_CANNOT_CARRY));
    }

    @Test
    void errorsComeWithoutTheHttpStatusThatWouldEndASessionAndWithTheCodesOfTheEra() {
        server.on(
                "resources/read",
                request -> request.error(404, -32602, "Resource not found", "{\"uri\":\"test://none\"}"));
        up.initialized(client);

        Answered unknown = up.request(client, client.request("1", "resources/read", "\"uri\":\"test://none\""));

        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.message().error().get("code").toString()).isEqualTo("-32002");
    }

    /** Answers every question with {@code {"answer":<method>}}. */
    private PushedLog answering() {
        return new PushedLog().onEvent(event -> {
            Message message = event.message();
            if (message.kind() == Message.Kind.REQUEST) {
                respond(event, "\"result\":{\"answer\":\"" + message.method() + "\"}");
            }
        });
    }

    private void respond(PushedEvent event, String member) {
        String id = event.message().id().string();
        assertThat(id).startsWith("up/~");
        up.start(() -> up.provider()
                .respond(
                        client,
                        id.substring("up/".length()),
                        ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\"," + member + "}"),
                        HttpHeaders.headers()));
    }

    /** Wants two inputs, then one more, then is content. */
    private void twoRounds(Incoming request) {
        String state = request.params().getString("requestState", "0");
        switch (state) {
            case "0" ->
                request.result("{\"resultType\":\"input_required\",\"requestState\":\"1\",\"inputRequests\":{"
                        + "\"name\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\",\"requestedSchema\":{\"default\":95.50}}},"
                        + "\"llm\":{\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\":5}}}}");
            case "1" ->
                request.result("{\"resultType\":\"input_required\",\"requestState\":\"2\",\"inputRequests\":"
                        + "{\"roots\":{\"method\":\"roots/list\"}}}");
            default -> request.result("{\"resultType\":\"complete\",\"content\":[]}");
        }
    }

    @Test
    void whatTheServerWantsToKnowIsAskedOnTheCallsOwnStream() {
        server.on("tools/call", this::twoRounds);
        up.initialized(client);
        PushedLog push = answering();

        Answered reply = up.get(() -> up.provider().request(client.call(client.tool("7", "ask", "{\"a\":1}"), push)));

        assertThat(push.isBegun()).isTrue();
        assertThat(push.messages())
                .extracting(Message::method)
                .containsExactly("elicitation/create", "sampling/createMessage", "roots/list");
        assertThat(push.messages().getFirst().params().toString()).contains("95.50");
        var retries = server.received("tools/call");
        assertThat(retries).hasSize(3);
        assertThat(retries).extracting(Incoming::id).doesNotHaveDuplicates();
        assertThat(retries.get(1).params().getJsonObject("inputResponses"))
                .isEqualTo(new JsonObject("{\"name\":{\"answer\":\"elicitation/create\"},"
                        + "\"llm\":{\"answer\":\"sampling/createMessage\"}}"));
        assertThat(retries.get(2).params().getJsonObject("inputResponses"))
                .isEqualTo(new JsonObject("{\"roots\":{\"answer\":\"roots/list\"}}"));
        assertThat(retries.get(2).params().getString("requestState")).isEqualTo("2");
        assertThat(retries.get(2).params().getJsonObject("arguments")).isEqualTo(new JsonObject("{\"a\":1}"));
        assertThat(reply.message().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
    }

    @Test
    void aStateWithoutQuestionsIsRetriedAtOnce() {
        server.on("tools/call", request -> {
            if (request.params().containsKey("requestState")) {
                request.result("{\"resultType\":\"complete\"}");
            } else {
                request.result("{\"resultType\":\"input_required\",\"requestState\":\"s\"}");
            }
        });
        up.initialized(client);

        Answered reply = up.request(client, client.tool("1", "ask", "{}"));

        assertThat(reply.message().result().toString()).isEqualTo("{}");
        assertThat(server.received("tools/call").getLast().params().containsKey("inputResponses"))
                .isFalse();
    }

    @Test
    void aServerThatNeverHasEnoughIsGivenUp() {
        server.answers("tools/call", "{\"resultType\":\"input_required\",\"requestState\":\"s\"}");
        up.initialized(client);

        assertThatThrownBy(() -> up.request(client, client.tool("1", "ask", "{}")))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("more than 5 times");
    }

    @Test
    void aClientThatRefusesEndsTheCallWithItsOwnError() {
        server.on("tools/call", this::twoRounds);
        up.initialized(client);
        PushedLog push = new PushedLog().onEvent(event -> {
            if (event.message().is("sampling/createMessage")) {
                respond(event, "\"error\":{\"code\":-1,\"message\":\"User rejected sampling request\"}");
            }
        });

        assertThatThrownBy(() -> up.get(() -> up.provider().request(client.call(client.tool("1", "ask", "{}"), push))))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(-1))
                .hasMessageContaining("User rejected sampling request");
        assertThat(push.messages("notifications/cancelled")).hasSize(1);
        assertThat(server.received("tools/call")).hasSize(1);
    }

    @Test
    void aClientThatDoesNotAnswerIsNotWaitedForLongerThanConfigured(Vertx vertx) {
        server.on("tools/call", this::twoRounds);
        try (ProviderFixture impatient = new ProviderFixture(
                vertx,
                ProviderFixture.config(server.url()),
                new dev.mcpgateway.provider.upstream.bridge.Interaction(java.time.Duration.ofMillis(50), 3, 5))) {
            impatient.initialized(client);
            PushedLog push = new PushedLog();

            assertThatThrownBy(() -> impatient.get(
                            () -> impatient.provider().request(client.call(client.tool("1", "ask", "{}"), push))))
                    .hasMessageContaining("interaction.parkedFor");
            assertThat(push.messages("notifications/cancelled")).hasSize(2);
        }
    }

    @Test
    void cancellingTheCallWithdrawsTheQuestions() {
        server.on("tools/call", this::twoRounds);
        up.initialized(client);
        PushedLog push = new PushedLog();
        Call call = client.call(client.tool("1", "ask", "{}"), push);
        Future<Answered> reply = up.start(() -> up.provider().request(call));
        await().until(() -> push.messages().size() == 2);

        up.get(() -> up.provider()
                .notify(
                        client,
                        ClientStub.message(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}"),
                        HttpHeaders.headers()));

        await().until(reply::failed);
        assertThat(push.messages("notifications/cancelled"))
                .extracting(message -> message.param("requestId"))
                .containsExactlyInAnyOrder(
                        push.messages().get(0).id().string(),
                        push.messages().get(1).id().string());
    }

    @Test
    void theAnswerOfAnotherClientIsNotTaken() {
        server.on("tools/call", this::twoRounds);
        up.initialized(client);
        ClientStub bob = up.initialized(ClientStub.legacy("bob"));
        PushedLog push = new PushedLog();
        up.start(() -> up.provider().request(client.call(client.tool("1", "ask", "{}"), push)));
        await().until(() -> push.messages().size() == 2);
        String id = push.messages().getFirst().id().string();
        Message response = ClientStub.message("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{}}");

        assertThatThrownBy(() ->
                        up.get(() -> up.provider().respond(bob, id.substring(3), response, HttpHeaders.headers())))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("nobody waits");
    }

    @Test
    void aQuestionThatAClientCannotBeAskedIsAnErrorThatSaysSo() {
        server.answers(
                "tools/call",
                "{\"resultType\":\"input_required\",\"inputRequests\":{\"x\":{\"method\":\"vendor/ask\"}}}");
        up.initialized(client);

        assertThatThrownBy(() -> up.request(client, client.tool("1", "ask", "{}")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ERA_CANNOT_CARRY))
                .hasMessageContaining("vendor/ask");
    }

    @Test
    void subscribingToResourcesBecomesOneSubscription() {
        up.initialized(client);

        Answered first = up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://a\""));
        up.request(client, client.request("2", "resources/subscribe", "\"uri\":\"test://b\""));
        await().until(() -> server.subscriptions().size() == 1);
        server.publish("notifications/resources/updated", "\"uri\":\"test://b\"");
        await().until(() -> !client.standalone().messages().isEmpty());

        assertThat(first.message().result().toString()).isEqualTo("{}");
        assertThat(server.received("subscriptions/listen").getLast().params().getJsonObject("notifications"))
                .isEqualTo(new JsonObject("{\"resourceSubscriptions\":[\"test://a\",\"test://b\"]}"));
        assertThat(client.standalone().messages().getFirst().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                        + "\"params\":{\"_meta\":{},\"uri\":\"test://b\"}}");
        assertThat(client.upstream("up").subscriptions()).containsExactlyInAnyOrder("test://a", "test://b");
    }

    @Test
    void theLastUnsubscribingEndsTheSubscription() {
        up.initialized(client);
        up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://a\""));

        up.request(client, client.request("2", "resources/unsubscribe", "\"uri\":\"test://a\""));

        await().until(() -> server.subscriptions().isEmpty());
        assertThat(client.upstream("up").subscriptions()).isEmpty();
    }

    @Test
    void aSubscriptionThatBreaksIsOpenedAgain() {
        up.initialized(client);
        up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://a\""));

        server.subscriptions().getFirst().breakOff();

        await().until(() -> server.received("subscriptions/listen").size() == 2);
    }

    @Test
    void aResourceThatTheServerDoesNotWatchIsAnError() {
        server.on(
                "subscriptions/listen",
                request -> request.notification(
                        "notifications/subscriptions/acknowledged", "{\"_meta\":{},\"notifications\":{}}"));
        up.initialized(client);

        assertThatThrownBy(() -> up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://a\"")))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS));
    }

    @Test
    void theStandaloneStreamIsASubscriptionToAllLists() {
        up.initialized(client);
        PushedLog push = new PushedLog();

        Listening listening = up.get(() -> up.provider().listen(client, null, null, push));
        server.publish("notifications/prompts/list_changed", "");
        await().until(() -> push.messages("notifications/prompts/list_changed").size() == 1);

        assertThat(server.received("subscriptions/listen")
                        .getFirst()
                        .params()
                        .getJsonObject("notifications")
                        .fieldNames())
                .containsExactlyInAnyOrder("toolsListChanged", "promptsListChanged", "resourcesListChanged");
        up.get(() -> {
            listening.close();
            return Future.succeededFuture();
        });
        await().until(() -> server.subscriptions().isEmpty());
    }

    @Test
    void aLaterProcessSubscribesAgain(Vertx vertx) {
        up.initialized(client);
        up.request(client, client.request("1", "resources/subscribe", "\"uri\":\"test://a\""));
        up.close();
        await().until(() -> server.subscriptions().isEmpty());

        up = new ProviderFixture(vertx, ProviderFixture.config(server.url()));
        up.get(() -> up.provider().listen(client, null, null, client.standalone()));

        await().until(() -> server.subscriptions().size() == 2);
        assertThat(server.received("initialize")).hasSize(1);
    }

    @Test
    void notificationsThatTheEraDoesNotNeedAreTakenAndOthersRefused() {
        up.initialized(client);
        Message roots = ClientStub.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
        Message vendor = ClientStub.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/vendor\"}");

        up.get(() -> up.provider().notify(client, roots, HttpHeaders.headers()));
        assertThatThrownBy(() -> up.get(() -> up.provider().notify(client, vendor, HttpHeaders.headers())))
                .isInstanceOfSatisfying(
                        McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ERA_CANNOT_CARRY));
        assertThat(client.version()).isEqualTo(ProtocolVersion.V2025_11_25);
    }
}
