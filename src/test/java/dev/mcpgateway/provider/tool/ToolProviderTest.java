package dev.mcpgateway.provider.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.RecordingPush;
import dev.mcpgateway.testing.ScriptedProvider;
import dev.mcpgateway.testing.TestClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ToolProviderTest {
    private static final JsonObject SCHEMA = new JsonObject("""
            {"type":"object","additionalProperties":false,"required":["query"],"properties":{
              "query":{"type":"string","minLength":1},
              "maxResults":{"type":"integer","minimum":1,"maximum":50,"default":10},
              "who":{"type":"object","properties":{"email":{"type":"string"}}}}}""");

    private final RecordingPush push = new RecordingPush();

    private static Tool search(Function<ToolCall, Future<ToolResult>> body) {
        ToolDefinition definition =
                new ToolDefinition("search", "Search", "Searches the mail.", SCHEMA, ToolHints.READS);
        return new Tool() {
            @Override
            public ToolDefinition definition() {
                return definition;
            }

            @Override
            public Future<ToolResult> call(ToolCall call) {
                return body.apply(call);
            }
        };
    }

    private static ToolProvider provider(Function<ToolCall, Future<ToolResult>> body) {
        return new ToolProvider(new ToolServer("mail", "Mail", "1", "Search before reading."), List.of(search(body)));
    }

    private static ToolProvider echo() {
        return provider(call -> Future.succeededFuture(ToolResult.of(call.arguments())));
    }

    private Call call(TestClient client, String params) {
        Message message = Message.parse(
                Messages.requestMessage(JsonRpcId.of(7), McpMethod.TOOLS_CALL, params), JsonLimits.DEFAULT);
        return new Call(client, Principal.ANYONE, message, HttpHeaders.headers(), "r-1", push);
    }

    private JsonObject result(ToolProvider provider, TestClient client, String params) {
        Future<Reply> reply = provider.request(call(client, params));
        assertThat(reply.succeeded()).as("%s", reply.cause()).isTrue();
        return new JsonObject(reply.result().body()).getJsonObject("result");
    }

    private static JsonObject failure(JsonObject result) {
        assertThat(result.getBoolean("isError")).isTrue();
        return new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
    }

    @Test
    void theListIsTheSameInBothErasButForWhatOnlyTheLaterOneHas() {
        ToolProvider provider = echo();
        var legacy = provider.page(TestClient.legacy(), ListKind.TOOLS, null).result();
        var modern = provider.page(TestClient.modern(), ListKind.TOOLS, null).result();

        assertThat(modern.result().get("tools")).isEqualTo(legacy.result().get("tools"));
        assertThat(legacy.result().get("ttlMs")).isNull();
        assertThat(new JsonObject(modern.result().toString()).getMap())
                .containsEntry("resultType", "complete")
                .containsEntry("cacheScope", "public")
                .containsKey("ttlMs");
        assertThat(new JsonArray(legacy.result().get("tools").toString())
                        .getJsonObject(0)
                        .getJsonObject("annotations")
                        .getBoolean("readOnlyHint"))
                .isTrue();
    }

    @Test
    void aServerOfTheLaterEraNamesTheVersionsThatItSpeaks() {
        var described = echo().describe(TestClient.modern(), null).result();

        assertThat(new JsonObject(described.result().toString()).getJsonArray("supportedVersions"))
                .contains("2026-07-28", "2025-11-25");
        assertThat(described.instructions().asString()).isEqualTo("Search before reading.");
    }

    @Test
    void aCallAnswersTextAndStructuredContentWithTheDefaultsOfTheSchema() {
        JsonObject result =
                result(echo(), TestClient.legacy(), "{\"name\":\"search\",\"arguments\":{\"query\":\"cats\"}}");

        assertThat(result.getJsonObject("structuredContent"))
                .isEqualTo(new JsonObject().put("query", "cats").put("maxResults", 10));
        assertThat(result.getJsonArray("content").getJsonObject(0).getString("text"))
                .contains("cats");
        assertThat(result.containsKey("resultType")).isFalse();
    }

    @Test
    void aResultOfTheLaterEraSaysThatItIsComplete() {
        JsonObject result =
                result(echo(), TestClient.modern(), "{\"name\":\"search\",\"arguments\":{\"query\":\"cats\"}}");

        assertThat(result.getString("resultType")).isEqualTo("complete");
    }

    @Test
    void wrongArgumentsAreNamedOneByOneAndTheToolDoesNotRun() {
        ToolProvider provider = provider(call -> {
            throw new AssertionError("must not run");
        });
        JsonObject told = failure(result(
                provider,
                TestClient.legacy(),
                "{\"name\":\"search\",\"arguments\":{\"maxResults\":51,\"who\":{\"email\":3},\"more\":1}}"));

        assertThat(told.getString("code")).isEqualTo(ToolFailure.INVALID_ARGUMENT);
        assertThat(told.getString("message"))
                .contains(
                        "maxResults: 51 is greater than 50",
                        "who.email: ",
                        "\"query\"",
                        "more: there is no such argument")
                .doesNotContain("maxResults: there is no", "does not match", "#/");
    }

    @Test
    void aFailureThatTheModelCanActOnIsAResult() {
        ToolProvider provider = provider(
                call -> Future.failedFuture(new ToolFailure(ToolFailure.RATE_LIMITED, "Too many calls.", "Wait 3 s.")));

        assertThat(failure(
                        result(provider, TestClient.legacy(), "{\"name\":\"search\",\"arguments\":{\"query\":\"a\"}}")))
                .isEqualTo(new JsonObject()
                        .put("error", true)
                        .put("code", "rate_limited")
                        .put("message", "Too many calls.")
                        .put("hint", "Wait 3 s."));
    }

    @Test
    void aFailureOfTheGatewayTellsTheRequestAndNothingElse() {
        ToolProvider provider = provider(call -> {
            throw new IllegalStateException("secret-7");
        });
        Future<Reply> reply =
                provider.request(call(TestClient.legacy(), "{\"name\":\"search\",\"arguments\":{\"query\":\"a\"}}"));

        assertThat(reply.cause()).isInstanceOf(McpError.class).hasMessageContaining("r-1");
        assertThat(reply.cause().getMessage()).doesNotContain("secret-7");
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() {
        assertThat(echo().request(call(TestClient.legacy(), "{\"name\":\"sing\"}"))
                        .cause())
                .isInstanceOf(McpError.class)
                .hasMessageContaining("sing");
    }

    @Test
    void whoListensLearnsThatTheToolsAreOthers() {
        ToolProvider provider = echo();
        RecordingPush deaf = new RecordingPush();
        Listening listening =
                provider.listen(TestClient.legacy(), null, null, push).result();
        provider.listen(TestClient.modern(), ScriptedProvider.json("{}"), null, deaf)
                .result();

        provider.replace(List.of());
        listening.close();
        provider.replace(List.of());

        assertThat(push.texts()).hasSize(1).first().asString().contains("notifications/tools/list_changed");
        assertThat(deaf.texts()).isEmpty();
        assertThat(provider.page(TestClient.legacy(), ListKind.TOOLS, null)
                        .result()
                        .result()
                        .get("tools")
                        .elements())
                .isEmpty();
    }

    @Test
    void progressReachesOnlyWhoAskedForIt() {
        ToolProvider provider = provider(call -> {
            call.progress(1, 2, "half");
            return Future.succeededFuture(ToolResult.text("done"));
        });
        result(provider, TestClient.legacy(), "{\"name\":\"search\",\"arguments\":{\"query\":\"a\"}}");
        assertThat(push.texts()).isEmpty();

        result(
                provider,
                TestClient.legacy(),
                "{\"name\":\"search\",\"arguments\":{\"query\":\"a\"},\"_meta\":{\"progressToken\":\"t\"}}");
        assertThat(push.texts())
                .hasSize(1)
                .first()
                .asString()
                .contains("\"progressToken\":\"t\"", "\"total\":2", "half");
    }
}
