package dev.mcpgateway.bench.mock;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * {@code MockUpstream PORT ERA BEHAVIOUR}: an MCP server on the loopback interface, on one event loop. MCP is at {@code /mcp},
 * the counters are at {@code /stats}.
 */
public final class MockUpstream {
    private static final String SESSION_ID = "Mcp-Session-Id";

    private final Era era;
    private final Behaviour behaviour;
    private final Results results;
    private final Streams streams;
    private final Counters counters = new Counters();
    private final Set<String> sessions = new HashSet<>();

    private MockUpstream(Vertx vertx, Era era, Behaviour behaviour) {
        this.era = era;
        this.behaviour = behaviour;
        this.results = new Results(era, behaviour.tools());
        this.streams = new Streams(vertx, counters);
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        var vertx = Vertx.vertx();
        var mock = new MockUpstream(vertx, Era.valueOf(args[1]), Behaviour.valueOf(args[2]));
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(4096);
        vertx.createHttpServer(options).requestHandler(mock::handle).listen().onFailure(failure -> {
            System.err.println("the mock upstream cannot start: " + failure.getMessage());
            System.exit(1);
        });
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals("/stats")) {
            json(request.response(), 200, counters.toJson(sessions.size()).encode());
        } else if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> post(request, body));
        } else if (era == Era.MODERN) {
            request.response().setStatusCode(405).putHeader("Allow", "POST").end();
        } else if (!sessions.contains(request.getHeader(SESSION_ID))) {
            unknownSession(request.response());
        } else if (request.method() == HttpMethod.GET) {
            streams.open(request.response());
        } else if (request.method() == HttpMethod.DELETE) {
            sessions.remove(request.getHeader(SESSION_ID));
            request.response().end();
        } else {
            request.response().setStatusCode(405).end();
        }
    }

    private void post(HttpServerRequest request, Buffer body) {
        var message = new JsonObject(body);
        String method = message.getString("method", "response");
        String id = message.containsKey("id") ? Json.encode(message.getValue("id")) : null;
        counters.request(method);
        var response = request.response();
        if (era == Era.LEGACY && method.equals("initialize")) {
            String session = UUID.randomUUID().toString();
            sessions.add(session);
            result(response.putHeader(SESSION_ID, session), id, results.initialize());
        } else if (era == Era.LEGACY && request.getHeader(SESSION_ID) == null) {
            error(response, 400, id, -32000, "Bad Request: no session; send initialize first");
        } else if (era == Era.LEGACY && !sessions.contains(request.getHeader(SESSION_ID))) {
            unknownSession(response);
        } else if (era == Era.MODERN && !message.encode().contains("io.modelcontextprotocol/protocolVersion")) {
            error(response, 400, id, -32602, "_meta has no io.modelcontextprotocol/protocolVersion");
        } else if (id == null || method.equals("response")) {
            response.setStatusCode(202).end();
        } else {
            answer(response, method, id, message);
        }
    }

    private void answer(HttpServerResponse response, String method, String id, JsonObject message) {
        switch (method) {
            case "tools/call" -> call(response, id, message.getJsonObject("params"));
            case "tools/list" -> result(response, id, results.toolsList());
            case "server/discover" -> result(response, id, results.discover());
            case "ping" -> result(response, id, "{}");
            case "subscriptions/listen" -> streams.listen(response, id);
            default -> error(response, era == Era.MODERN ? 404 : 200, id, -32601, "Method not found: " + method);
        }
    }

    private void call(HttpServerResponse response, String id, JsonObject params) {
        switch (behaviour) {
            case ANSWER, LONG_LIST -> {
                JsonObject arguments = params.getJsonObject("arguments");
                result(response, id, results.echo(arguments.getString("message"), arguments.getInteger("bytes", 0)));
            }
            case HANG -> {}
            case FLOOD -> streams.flood(response);
        }
    }

    private static void result(HttpServerResponse response, String id, String result) {
        json(response, 200, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private static void unknownSession(HttpServerResponse response) {
        error(response, 404, null, -32001, "Session not found");
    }

    private static void error(HttpServerResponse response, int status, String id, int code, String text) {
        var error = new JsonObject().put("code", code).put("message", text);
        json(response, status, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error.encode() + "}");
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }
}
