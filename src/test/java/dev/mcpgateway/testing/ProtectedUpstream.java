package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An MCP server of 2025-11-25 that lets in only who has a token, and says where to get one. */
public final class ProtectedUpstream {
    private final HttpServer server;
    /** The {@code Authorization} of each request, {@code null} included as text, with its method. */
    public final List<String> seen = new CopyOnWriteArrayList<>();
    /** Where the metadata was looked for. */
    public final List<String> looked = new CopyOnWriteArrayList<>();

    /** Where requests for metadata are sent on to, by their paths. */
    public final Map<String, String> redirects = new ConcurrentHashMap<>();

    public volatile Predicate<String> lets = any -> false;
    /** What {@code WWW-Authenticate} says; null for nothing. */
    public volatile String challenge;

    public volatile JsonObject metadata;
    /** Answers calls in place of the server; null for the server itself. */
    public volatile Consumer<HttpServerRequest> call;

    public ProtectedUpstream(Vertx vertx, String issuer) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        metadata = new JsonObject()
                .put("resource", url().toString())
                .put("authorization_servers", new JsonArray().add(issuer));
        challenge = "Bearer resource_metadata=\"" + origin() + "/.well-known/oauth-protected-resource/mcp\"";
    }

    public String origin() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    public URI url() {
        return URI.create(origin() + "/mcp");
    }

    private void handle(HttpServerRequest request, Buffer body) {
        if (!request.path().equals("/mcp")) {
            looked.add(request.path());
            String elsewhere = redirects.get(request.path());
            if (elsewhere != null) {
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", elsewhere)
                        .end();
            } else if (metadata != null && request.path().equals("/.well-known/oauth-protected-resource/mcp")) {
                request.response().putHeader("content-type", "application/json").end(metadata.encode());
            } else {
                request.response().setStatusCode(404).end();
            }
            return;
        }
        String authorization = request.getHeader("authorization");
        JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        String method = message.getString("method", request.method().name());
        seen.add(method + " " + authorization);
        if (authorization == null || !lets.test(authorization.replace("Bearer ", ""))) {
            refuse(request, 401, challenge);
        } else if (call != null && method.equals("tools/call")) {
            call.accept(request);
        } else if (!message.containsKey("id")) {
            request.response().setStatusCode(message.isEmpty() ? 405 : 202).end();
        } else {
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(new JsonObject()
                            .put("jsonrpc", "2.0")
                            .put("id", message.getValue("id"))
                            .put("result", result(method))
                            .encode());
        }
    }

    /** Refuses a request. */
    public static void refuse(HttpServerRequest request, int status, String challenge) {
        if (challenge != null) {
            request.response().putHeader("www-authenticate", challenge);
        }
        request.response().setStatusCode(status).end();
    }

    private static JsonObject result(String method) {
        return switch (method) {
            case "initialize" ->
                new JsonObject()
                        .put("protocolVersion", "2025-11-25")
                        .put("capabilities", new JsonObject().put("tools", new JsonObject()))
                        .put(
                                "serverInfo",
                                new JsonObject().put("name", "protected").put("version", "1"));
            case "tools/list" ->
                new JsonObject()
                        .put(
                                "tools",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "mine")
                                                .put("inputSchema", new JsonObject().put("type", "object"))));
            default ->
                new JsonObject()
                        .put(
                                "content",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "text")
                                                .put("text", "yours")));
        };
    }
}
