package dev.mcpgateway.app.training;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** An MCP server with one tool, of the era of sessions. */
final class OneTool implements LoopbackServer.Service {
    private static final int METHOD_NOT_FOUND = -32601;

    @Override
    public @Nullable JsonObject answer(HttpServerRequest request, JsonObject message) {
        if (!message.containsKey("id")) {
            return null;
        }
        request.response().putHeader("mcp-session-id", "training");
        JsonObject answer = new JsonObject().put("jsonrpc", "2.0").put("id", message.getValue("id"));
        return switch (message.getString("method", "")) {
            case "initialize" ->
                answer.put(
                        "result",
                        new JsonObject()
                                .put("protocolVersion", "2025-11-25")
                                .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                                .put(
                                        "serverInfo",
                                        new JsonObject().put("name", "one-tool").put("version", "1")));
            case "tools/list" ->
                answer.put(
                        "result",
                        new JsonObject()
                                .put(
                                        "tools",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "echo")
                                                        .put("inputSchema", new JsonObject().put("type", "object")))));
            case "tools/call" ->
                answer.put(
                        "result",
                        new JsonObject()
                                .put(
                                        "content",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("type", "text")
                                                        .put("text", "done"))));
            default ->
                answer.put(
                        "error", new JsonObject().put("code", METHOD_NOT_FOUND).put("message", "Method not found"));
        };
    }
}
