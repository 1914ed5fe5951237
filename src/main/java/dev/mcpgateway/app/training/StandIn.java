package dev.mcpgateway.app.training;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An MCP server with one tool, on a loopback port of its own. */
final class StandIn implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final HttpServer server;

    private StandIn(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /** Returns it once it listens. */
    static StandIn start() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(StandIn::answer)
                    .listen(0, "127.0.0.1")
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new StandIn(vertx, server);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no port could be listened on", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/mcp";
    }

    @Override
    public void close() {
        var _ = vertx.close();
    }

    private static void answer(HttpServerRequest request) {
        if (!request.method().name().equals("POST")) {
            request.response().setStatusCode(405).end();
            return;
        }
        request.body().onSuccess(body -> {
            JsonObject message = body.toJsonObject();
            if (!message.containsKey("id")) {
                request.response().setStatusCode(202).end();
                return;
            }
            JsonObject result = result(message.getString("method", ""));
            JsonObject answer = new JsonObject().put("jsonrpc", "2.0").put("id", message.getValue("id"));
            if (result == null) {
                answer.put("error", new JsonObject().put("code", -32601).put("message", "Method not found"));
            } else {
                answer.put("result", result);
            }
            request.response()
                    .putHeader("content-type", "application/json")
                    .putHeader("mcp-session-id", "training")
                    .end(answer.toBuffer());
        });
    }

    private static @Nullable JsonObject result(String method) {
        return switch (method) {
            case "initialize" ->
                new JsonObject()
                        .put("protocolVersion", "2025-11-25")
                        .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                        .put(
                                "serverInfo",
                                new JsonObject().put("name", "stand-in").put("version", "1"));
            case "tools/list" ->
                new JsonObject()
                        .put(
                                "tools",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "echo")
                                                .put("inputSchema", new JsonObject().put("type", "object"))));
            case "tools/call" ->
                new JsonObject()
                        .put(
                                "content",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "text")
                                                .put("text", "done")));
            default -> null;
        };
    }
}
