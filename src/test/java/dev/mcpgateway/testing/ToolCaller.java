package dev.mcpgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls the tools of a provider on behalf of a person, as a gateway does. */
public final class ToolCaller {
    private final Vertx vertx;
    private final Provider provider;
    private final Principal principal;

    public ToolCaller(Vertx vertx, Provider provider, Principal principal) {
        this.vertx = vertx;
        this.provider = provider;
        this.principal = principal;
    }

    /** The result of a call, whether it is an error or not. */
    public JsonObject call(String tool, JsonObject arguments) {
        JsonObject params = new JsonObject().put("name", tool).put("arguments", arguments);
        Message message = Message.parse(
                Messages.requestMessage(JsonRpcId.of(7), McpMethod.TOOLS_CALL, params.encode()), JsonLimits.DEFAULT);
        Promise<Reply> reply = Promise.promise();
        vertx.runOnContext(ready -> provider.request(new Call(
                        TestClient.legacy(), principal, message, HttpHeaders.headers(), "r-1", new RecordingPush()))
                .onComplete(reply));
        JsonObject whole = new JsonObject(wait(reply.future()).body());
        assertThat(whole.containsKey("error")).as("%s", whole).isFalse();
        return whole.getJsonObject("result");
    }

    /** The structured content of a call that succeeds. */
    public JsonObject succeed(String tool, JsonObject arguments) {
        JsonObject result = call(tool, arguments);
        assertThat(result.getBoolean("isError", false)).as("%s", result).isFalse();
        return result.getJsonObject("structuredContent");
    }

    /** The text of a call. */
    public String text(String tool, JsonObject arguments) {
        return call(tool, arguments).getJsonArray("content").getJsonObject(0).getString("text");
    }

    /** The failure of a call that fails. */
    public JsonObject fail(String tool, JsonObject arguments) {
        JsonObject result = call(tool, arguments);
        assertThat(result.getBoolean("isError")).as("%s", result).isTrue();
        return new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
    }

    /** The tools as they are listed. */
    public List<JsonObject> tools() {
        return new JsonObject(wait(provider.page(TestClient.legacy(), ListKind.TOOLS, null))
                        .result()
                        .toString())
                .getJsonArray("tools").stream().map(JsonObject.class::cast).toList();
    }

    public JsonObject tool(String name) {
        return tools().stream()
                .filter(tool -> tool.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    public List<String> names() {
        return tools().stream().map(tool -> tool.getString("name")).toList();
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer within 20 s", e);
        }
    }

    /** A person of that name. */
    public static Person person(String name) {
        return new Person("https://idp.example", name, name + "@example.com", null, java.util.Set.of());
    }
}
