package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of 2024-11-05 over HTTP+SSE: everything it says comes on the stream that a client opened first. */
public final class SseServer extends TestServer {
    private final Map<String, Incoming> streams = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    private SseServer(Vertx vertx) {
        super(vertx);
    }

    /** Starts a server on a free port. */
    public static SseServer start(Vertx vertx) {
        SseServer server = new SseServer(vertx);
        server.listen(0);
        return server;
    }

    @Override
    public URI url() {
        return super.url().resolve("/sse");
    }

    /** How often a client initialized, tries at the wrong address not counted. */
    public long handshakes() {
        return received("initialize").stream()
                .filter(request -> request.http().path().equals("/messages"))
                .count();
    }

    /** How many streams are open. */
    public int streams() {
        return streams.size();
    }

    /** Answers a request on the stream of its client, if that is still there. */
    public void answer(Incoming request, String resultJson) {
        Incoming stream = streams.get(String.valueOf(request.http().getParam("id")));
        if (stream != null) {
            stream.send("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + resultJson + "}");
        }
    }

    /** Sends a message on every stream. */
    public void say(String message) {
        streams.values().forEach(stream -> vertx().runOnContext(now -> stream.send(message)));
    }

    @Override
    protected void handle(Incoming request) {
        if (request.http().path().equals("/sse")) {
            open(request);
            return;
        }
        Incoming stream = streams.get(String.valueOf(request.http().getParam("id")));
        if (stream == null) {
            request.status(404);
            return;
        }
        request.http().response().setStatusCode(202).end("Accepted");
        String method = request.json().getString("method", "");
        Script script = script(method);
        if (script != null) {
            script.handle(request);
        } else if (request.json().containsKey("id")) {
            stream.send(response(request, method));
        }
    }

    private void open(Incoming request) {
        if (request.http().method() != HttpMethod.GET) {
            request.status(405);
            return;
        }
        String id = String.valueOf(last.incrementAndGet());
        streams.put(id, request);
        request.http().response().closeHandler(closed -> streams.remove(id));
        request.stream();
        request.http().response().write("event: endpoint\ndata: /messages?id=" + id + "\n\n");
    }

    private static String response(Incoming request, String method) {
        String result = switch (method) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                        + "\"serverInfo\":{\"name\":\"sse\",\"version\":\"1\"}}";
            case "tools/call" ->
                "\"result\":{\"content\":[],\"stream\":\"" + request.http().getParam("id") + "\"}";
            case "tools/list" -> "\"result\":{\"tools\":[]}";
            default -> "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
        };
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + "," + result + "}";
    }
}
