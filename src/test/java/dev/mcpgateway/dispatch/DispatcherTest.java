package dev.mcpgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.dispatch.policy.Access;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.testing.RecordingPush;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.TestClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    private final ScriptedProvider docs = new ScriptedProvider("docs")
            .lists(ListKind.TOOLS, tool("search"), tool("read"))
            .lists(ListKind.RESOURCES, "{\"uri\":\"doc://1\",\"name\":\"one\"}");
    private final ScriptedProvider mail = new ScriptedProvider("mail")
            .lists(ListKind.TOOLS, tool("search"))
            .lists(ListKind.RESOURCES, "{\"uri\":\"doc://1\",\"name\":\"other\"},{\"uri\":\"mail://1\",\"name\":\"m\"}")
            .lists(ListKind.RESOURCE_TEMPLATES, "{\"uriTemplate\":\"mail://{id}/body\",\"name\":\"t\"}");
    private final TestClient client = TestClient.legacy();
    private final RecordingPush push = new RecordingPush();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private static String tool(String name) {
        return "{\"name\":\"" + name + "\",\"x\":0.10}";
    }

    private Dispatcher single() {
        return dispatcher(new Endpoint.Source(docs, ""));
    }

    private Dispatcher several() {
        return dispatcher(new Endpoint.Source(docs, "docs_"), new Endpoint.Source(mail, "mail_"));
    }

    private static Dispatcher dispatcher(Endpoint.Source... sources) {
        return new Dispatcher(
                VERTX,
                new Endpoint("/mcp", List.of(sources)),
                Access.OPEN,
                List.of(),
                RateLimits.none(),
                "1.2.3",
                new OpenSubscriptions());
    }

    private Call call(Client who, String method, String params) {
        Buffer message = Messages.requestMessage(dev.mcpgateway.protocol.JsonRpcId.of(7), method, params);
        return new Call(
                who, Principal.ANYONE, Message.parse(message, JsonLimits.DEFAULT), NO_HEADERS, "request-1", push);
    }

    @Test
    void whereThereIsNothingBehindTheGatewayTheListsAreEmpty() {
        Reply reply = join(dispatcher().request(call(client, "tools/list", "{}")));
        assertThat(reply.isError()).isFalse();
        assertThat(reply.body().toString()).contains("\"tools\":[]");
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.await(5, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private JsonObject result(Dispatcher dispatcher, Client who, String method, String params) {
        Reply reply = join(dispatcher.request(call(who, method, params)));
        return new JsonObject(reply.body()).getJsonObject("result");
    }

    private McpError error(Future<?> future) {
        try {
            join(future);
        } catch (Throwable failure) {
            assertThat(failure).isInstanceOf(McpError.class);
            return (McpError) failure;
        }
        throw new AssertionError("it succeeded");
    }

    private static List<String> names(JsonArray items, String key) {
        return items.stream().map(item -> ((JsonObject) item).getString(key)).toList();
    }

    private static Message message(String json) {
        return Message.parse(Buffer.buffer(json), JsonLimits.DEFAULT);
    }

    // One provider: everything as it is.

    @Test
    void aSingleProviderAnswersPagesAsTheyAre() {
        JsonObject first = result(single(), client, "tools/list", "{}");
        assertThat(names(first.getJsonArray("tools"), "name")).containsExactly("search");
        assertThat(first.getString("nextCursor")).isEqualTo("1");
        JsonObject second = result(single(), client, "tools/list", "{\"cursor\":\"1\"}");
        assertThat(names(second.getJsonArray("tools"), "name")).containsExactly("read");
    }

    @Test
    void aSingleProviderGetsUnknownMethodsToo() {
        assertThat(result(single(), client, "vendor/special", "{\"a\":1}").getInteger("a"))
                .isEqualTo(1);
    }

    @Test
    void pingIsAnsweredHere() {
        assertThat(result(single(), client, "ping", null).isEmpty()).isTrue();
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void theModernEraHasNoPingNoLevelsAndNoSubscribe() {
        for (String method :
                List.of("ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "initialize")) {
            McpError refused = error(single().request(call(TestClient.modern(), method, "{}")));
            assertThat(refused.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            assertThat(refused.httpStatus()).isEqualTo(404);
        }
    }

    @Test
    void theLegacyEraHasNoDiscoverAndNoListen() {
        for (String method : List.of("server/discover", "subscriptions/listen")) {
            assertThat(error(single().request(call(client, method, "{}"))).code())
                    .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        }
        assertThat(error(single().request(call(client, "initialize", "{}"))).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void theChosenLevelIsKeptForLaterUpstreamSessions() {
        result(single(), client, "logging/setLevel", "{\"level\":\"debug\"}");
        assertThat(client.logLevel).isEqualTo("debug");
        assertThat(docs.requests).hasSize(1);
        assertThat(error(single().request(call(client, "logging/setLevel", "{}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    // Several providers: names carry their provider.

    @Test
    void severalProvidersBecomeOneListInConfiguredOrder() {
        JsonObject tools = result(several(), client, "tools/list", "{}");
        assertThat(names(tools.getJsonArray("tools"), "name"))
                .containsExactly("docs_search", "docs_read", "mail_search");
        assertThat(join(several().request(call(client, "tools/list", "{}")))
                        .body()
                        .toString())
                .contains("\"x\":0.10");
        assertThat(tools.containsKey("ttlMs")).isFalse();
    }

    @Test
    void theModernListTakesTheSmallestTimeToLive() {
        JsonObject tools = result(several(), TestClient.modern(), "tools/list", "{}");
        assertThat(tools.getInteger("ttlMs")).isEqualTo(1000);
        assertThat(tools.getString("cacheScope")).isEqualTo("public");
        assertThat(tools.getString("resultType")).isEqualTo("complete");
    }

    @Test
    void aListNamesWhoIsAway() {
        mail.goesAway();
        JsonObject tools = result(several(), TestClient.modern(), "tools/list", "{}");
        assertThat(names(tools.getJsonArray("tools"), "name")).containsExactly("docs_search", "docs_read");
        assertThat(tools.getJsonObject("_meta").getJsonArray("dev.mcpgateway/unavailable"))
                .containsExactly("mail");
        assertThat(tools.getInteger("ttlMs")).isZero();
    }

    @Test
    void aListThatNobodyAnswersIsAnErrorNotEmpty() {
        docs.goesAway();
        mail.goesAway();
        assertThat(error(several().request(call(client, "tools/list", "{}"))).code())
                .isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void aProviderWithoutAListAddsNothingToIt() {
        JsonObject templates = result(several(), client, "resources/templates/list", "{}");
        assertThat(names(templates.getJsonArray("resourceTemplates"), "uriTemplate"))
                .containsExactly("mail://{id}/body");
        assertThat(templates.containsKey("_meta")).isFalse();
    }

    @Test
    void aClashOfUrisGoesToTheFirstConfigured() {
        JsonObject resources = result(several(), client, "resources/list", "{}");
        assertThat(names(resources.getJsonArray("resources"), "name")).containsExactly("one", "m");
    }

    @Test
    void aForeignCursorIsAnError() {
        assertThat(error(several().request(call(client, "tools/list", "{\"cursor\":\"9\"}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error(several().request(call(client, "tools/list", "{\"cursor\":1}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aCallGoesToItsProviderUnderTheProvidersOwnNameAndNothingElseChanges() {
        several()
                .request(call(
                        client,
                        "tools/call",
                        "{\"arguments\":{\"n\":1e400,\"name\":\"x\"}, \"name\":\"mail_search\"}"));
        assertThat(mail.requests.getFirst().root().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
                        + "{\"arguments\":{\"n\":1e400,\"name\":\"x\"}, \"name\":\"search\"}}");
        assertThat(docs.requests).isEmpty();
    }

    @Test
    void theLongestPrefixDecides() {
        ScriptedProvider inner = new ScriptedProvider("docs_eu");
        Dispatcher dispatcher = dispatcher(new Endpoint.Source(docs, "docs_"), new Endpoint.Source(inner, "docs_eu_"));
        dispatcher.request(call(client, "tools/call", "{\"name\":\"docs_eu_x\"}"));
        assertThat(inner.requests.getFirst().name()).isEqualTo("x");
    }

    @Test
    void aCutNameFindsItsTool() {
        String name = "a".repeat(80);
        docs.lists(ListKind.TOOLS, tool(name));
        several().request(call(client, "tools/call", "{\"name\":\"" + PublicNames.of("docs_", name) + "\"}"));
        assertThat(docs.requests.getFirst().name()).isEqualTo(name);
    }

    @Test
    void anUnknownNameIsToldAsSuch() {
        McpError unknown = error(several().request(call(client, "tools/call", "{\"name\":\"other_x\"}")));
        assertThat(unknown.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(unknown.getMessage()).isEqualTo("Unknown tool: other_x");
        assertThat(error(several().request(call(client, "prompts/get", "{\"name\":\"other_x\"}")))
                        .getMessage())
                .isEqualTo("Unknown prompt: other_x");
        assertThat(error(several().request(call(client, "tools/call", "{}"))).code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void providersWithoutPrefixAreToldApartByTheirLists() {
        mail.lists(ListKind.TOOLS, tool("send"));
        Dispatcher dispatcher = dispatcher(new Endpoint.Source(docs, ""), new Endpoint.Source(mail, ""));
        dispatcher.request(call(client, "tools/call", "{\"name\":\"send\"}"));
        assertThat(mail.requests).hasSize(1);
        assertThat(error(dispatcher.request(call(client, "tools/call", "{\"name\":\"nobody\"}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aUriGoesToWhoListsItThenToWhoHasATemplate() {
        several().request(call(client, "resources/read", "{\"uri\":\"mail://1\"}"));
        several().request(call(client, "resources/read", "{\"uri\":\"mail://9/body\"}"));
        several().request(call(client, "resources/subscribe", "{\"uri\":\"doc://1\"}"));
        assertThat(mail.requests).hasSize(2);
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void anUnlistedUriIsTriedInConfiguredOrder() {
        docs.answer = call -> Future.succeededFuture(
                Reply.ok(message("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32002,\"message\":\"no\"}}")));
        several().request(call(client, "resources/read", "{\"uri\":\"x://1\"}"));
        assertThat(docs.requests).hasSize(1);
        assertThat(mail.requests).hasSize(1);
    }

    @Test
    void aUriThatNobodyKnowsIsNotFoundInTheWordsOfTheEra() {
        docs.answer = call -> Future.succeededFuture(
                Reply.ok(message("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32002,\"message\":\"no\"}}")));
        mail.answer = docs.answer;
        assertThat(error(several().request(call(client, "resources/read", "{\"uri\":\"x://1\"}")))
                        .code())
                .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
        assertThat(error(several().request(call(TestClient.modern(), "resources/read", "{\"uri\":\"x://1\"}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aProviderThatFailsDoesNotHideTheUriOfAnother() {
        docs.answer = call -> Future.failedFuture(McpError.upstreamUnavailable("away"));
        assertThat(result(several(), client, "resources/read", "{\"uri\":\"x://1\"}")
                        .getString("uri"))
                .isEqualTo("x://1");
    }

    @Test
    void completionFollowsItsReference() {
        several()
                .request(
                        call(client, "completion/complete", "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"mail_p\"}}"));
        assertThat(mail.requests.getFirst().ref().string("name")).isEqualTo("p");
        several()
                .request(call(
                        client, "completion/complete", "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"doc://1\"}}"));
        assertThat(docs.requests).hasSize(1);
    }

    @Test
    void unknownMethodsOfSeveralBelongToNobody() {
        assertThat(error(several().request(call(client, "tasks/list", "{}"))).code())
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void theChosenLevelGoesToOpenUpstreamSessionsOnly() {
        client.remember("mail", new UpstreamState("s", "2025-11-25", Set.of()));
        assertThat(result(several(), client, "logging/setLevel", "{\"level\":\"debug\"}")
                        .isEmpty())
                .isTrue();
        assertThat(mail.requests).hasSize(1);
        assertThat(docs.requests).isEmpty();
    }

    // Descriptions.

    @Test
    void oneProviderDescribesItself() {
        Dispatcher.Initialized initialized = join(single().initialize(client, null));
        assertThat(initialized.result().get("serverInfo").string("name")).isEqualTo("docs");
    }

    @Test
    void severalAreDescribedTogether() {
        mail.description = Future.succeededFuture(mail.described("{\"prompts\":{}}", "\"write well\""));
        JsonObject result =
                new JsonObject(join(several().initialize(client, null)).result().toBuffer());
        assertThat(result.getJsonObject("serverInfo").getString("name")).isEqualTo("mcp-gateway");
        assertThat(result.getJsonObject("capabilities").fieldNames()).containsExactly("tools", "prompts");
        assertThat(result.getString("instructions")).isEqualTo("# docs\n\nbe kind\n\n# mail\n\nwrite well");
    }

    @Test
    void whoeverHangsIsAssumedToHaveEverything() {
        mail.description =
                Promise.<dev.mcpgateway.provider.ServerDescription>promise().future();
        long start = System.nanoTime();
        JsonObject result =
                new JsonObject(join(several().initialize(client, null)).result().toBuffer());
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2_000);
        assertThat(result.getJsonObject("capabilities").fieldNames())
                .contains("tools", "prompts", "resources", "logging", "completions");
    }

    @Test
    void severalAreDiscoveredTogether() {
        JsonObject result = result(several(), TestClient.modern(), "server/discover", "{}");
        assertThat(result.getJsonArray("supportedVersions")).contains("2026-07-28", "2025-11-25");
        assertThat(result.getJsonObject("_meta")
                        .getJsonObject("io.modelcontextprotocol/serverInfo")
                        .getString("version"))
                .isEqualTo("1.2.3");
    }

    @Test
    void withoutAnyUpstreamInitializeSaysWhatToDo() {
        McpError error = error(dispatcher().initialize(client, null));
        assertThat(error.getMessage()).contains("--upstream");
    }

    // What clients send besides requests.

    @Test
    void aResponseFindsTheProviderThatAskedWhateverItsId() {
        join(several().respond(client, message("{\"jsonrpc\":\"2.0\",\"id\":\"docs/0\",\"result\":{}}"), NO_HEADERS));
        join(several().respond(client, message("{\"jsonrpc\":\"2.0\",\"id\":\"mail/0\",\"result\":{}}"), NO_HEADERS));
        join(several()
                .respond(
                        client,
                        message("{\"jsonrpc\":\"2.0\",\"id\":\"mail/\\\"a/b\\\"\",\"result\":{}}"),
                        NO_HEADERS));
        assertThat(docs.responses).hasSize(1).first().asString().startsWith("0 ");
        assertThat(mail.responses).hasSize(2);
        assertThat(mail.responses.get(1)).startsWith("\"a/b\" ");
    }

    @Test
    void aResponseToNothingIsRefused() {
        for (String id : List.of("\"nobody/1\"", "\"x\"", "5")) {
            Message response = message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
            assertThat(error(several().respond(client, response, NO_HEADERS)).code())
                    .isEqualTo(ErrorCode.INVALID_REQUEST);
        }
    }

    @Test
    void cancellationGoesToAllBecauseTheCallMayBeAnywhere() {
        Message cancelled =
                message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        join(several().notify(client, cancelled, NO_HEADERS));
        assertThat(docs.notifications).hasSize(1);
        assertThat(mail.notifications).hasSize(1);
    }

    @Test
    void initializedStaysHere() {
        join(several()
                .notify(client, message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"), NO_HEADERS));
        assertThat(docs.notifications).isEmpty();
    }

    @Test
    void progressOfAServersRequestGoesBackUnderTheServersToken() {
        join(several()
                .notify(
                        client,
                        message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                + "{\"progressToken\":\"mail/5\",\"progress\":1}}"),
                        NO_HEADERS));
        assertThat(mail.notifications.getFirst().params().get("progressToken").toString())
                .isEqualTo("5");
        join(several()
                .notify(
                        client,
                        message(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":5}}"),
                        NO_HEADERS));
        assertThat(mail.notifications).hasSize(1);
    }

    // subscriptions/listen.

    @Test
    void aSubscriptionIsAcknowledgedFirstAndMarksEveryMessage() {
        List<Reply> replies = new ArrayList<>();
        Call call =
                call(TestClient.modern(), "subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
        several().request(call).onSuccess(replies::add);
        await().until(() -> push.texts().size() == 1);
        assertThat(push.texts().getFirst())
                .contains("notifications/subscriptions/acknowledged", "\"io.modelcontextprotocol/subscriptionId\":7");
        mail.push("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}", null);
        docs.push(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"doc://1\","
                        + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":99}}}",
                null);
        await().until(() -> push.texts().size() == 3);
        assertThat(push.texts().subList(1, 3))
                .allSatisfy(text -> assertThat(text).contains("\"io.modelcontextprotocol/subscriptionId\":7"));
        call.end();
        await().until(() -> replies.size() == 1);
        assertThat(replies.getFirst().body().toString()).contains("\"resultType\":\"complete\"", "subscriptionId\":7");
        await().until(() -> docs.listeners.isEmpty() && mail.listeners.isEmpty());
    }

    @Test
    void eachProviderIsAskedForItsOwnUrisOnly() {
        Call call = call(
                TestClient.modern(),
                "subscriptions/listen",
                "{\"notifications\":{\"resourceSubscriptions\":[\"doc://1\",\"mail://1\"]}}");
        several().request(call);
        await().until(() -> push.texts().size() == 1);
        assertThat(new JsonObject(push.texts().getFirst())
                        .getJsonObject("params")
                        .getJsonObject("notifications")
                        .getJsonArray("resourceSubscriptions"))
                .containsExactly("doc://1", "mail://1");
        call.cancel();
        await().until(() -> docs.listeners.isEmpty() && mail.listeners.isEmpty());
    }

    @Test
    void aSubscriptionWithoutFilterOrWithoutAnyProviderFails() {
        assertThat(error(several().request(call(TestClient.modern(), "subscriptions/listen", "{}")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        docs.goesAway();
        mail.goesAway();
        assertThat(error(several().request(call(TestClient.modern(), "subscriptions/listen", "{\"notifications\":{}}")))
                        .code())
                .isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
    }
}
