package dev.mcpgateway.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What the scripted servers of both eras have in common: a port on loopback, a script for each method, and a record of what
 * arrived. Scripts run on the server's event loop.
 */
public abstract class TestServer implements AutoCloseable {
    private final Vertx vertx;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Incoming> received = new CopyOnWriteArrayList<>();
    private final List<Incoming> open = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int port;

    protected TestServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What a server does with the requests of one method. */
    @FunctionalInterface
    public interface Script {
        void handle(Incoming request);
    }

    /** Listens on this port, or on any free one. */
    protected void listen(int wanted) {
        listen("127.0.0.1", wanted);
    }

    /** Listens on this port of an address; in a container, where loopback is out of reach for others. */
    protected void listen(String host, int wanted) {
        server = vertx.createHttpServer(new HttpServerOptions().setPort(wanted).setHost(host))
                .requestHandler(this::accept);
        port = await(server.listen()).actualPort();
    }

    private void accept(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Incoming incoming = new Incoming(vertx, request, body);
            received.add(incoming);
            open.add(incoming);
            request.response().endHandler(ended -> open.remove(incoming)).closeHandler(closed -> open.remove(incoming));
            handle(incoming);
        });
    }

    /** Answers what the protocol wants, and runs the scripts. */
    protected abstract void handle(Incoming request);

    protected Script script(String method) {
        return scripts.get(method);
    }

    /** Answers the requests of a method in this way from now on. */
    public TestServer on(String method, Script script) {
        scripts.put(method, script);
        return this;
    }

    /** Answers the requests of a method with this result. */
    public TestServer answers(String method, String resultJson) {
        return on(method, request -> request.result(resultJson));
    }

    /** Everything that arrived, in order. */
    public List<Incoming> received() {
        return List.copyOf(received);
    }

    /** What arrived of one method. */
    public List<Incoming> received(String method) {
        return received.stream()
                .filter(incoming -> method.equals(incoming.json().getString("method")))
                .toList();
    }

    /** Streams and calls that are not answered yet. */
    public List<Incoming> open() {
        return List.copyOf(open);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Stops listening and breaks every connection; {@link #restart} listens again. */
    public void stop() {
        if (server != null) {
            await(server.close());
            server = null;
        }
    }

    /** Listens again on the same port. */
    public void restart() {
        listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    protected static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the test server did not do it", e);
        }
    }

    /** One message to the server, and how it is answered. */
    public static final class Incoming {
        private final Vertx vertx;
        private final HttpServerRequest request;
        private final Buffer body;
        private final JsonObject json;
        private boolean streaming;

        private Incoming(Vertx vertx, HttpServerRequest request, Buffer body) {
            this.vertx = vertx;
            this.request = request;
            this.body = body;
            this.json = body.length() == 0 ? new JsonObject() : new JsonObject(body);
        }

        public HttpServerRequest http() {
            return request;
        }

        /** The bytes as they came. */
        public String text() {
            return body.toString();
        }

        public JsonObject json() {
            return json;
        }

        public JsonObject params() {
            return json.getJsonObject("params", new JsonObject());
        }

        public JsonObject meta() {
            return params().getJsonObject("_meta", new JsonObject());
        }

        public String header(String name) {
            return request.getHeader(name);
        }

        /** The id as JSON text. */
        public String id() {
            Object id = json.getValue("id");
            return id instanceof String text ? "\"" + text + "\"" : String.valueOf(id);
        }

        /** Begins an event stream. */
        public Incoming stream() {
            if (!streaming) {
                streaming = true;
                request.response()
                        .setChunked(true)
                        .putHeader("content-type", "text/event-stream")
                        .writeHead();
            }
            return this;
        }

        /** Sends a message on the stream. */
        public Incoming send(String message) {
            return event(null, message);
        }

        /** Sends an event with an id. */
        public Incoming event(String eventId, String data) {
            stream();
            request.response().write((eventId == null ? "" : "id: " + eventId + "\n") + "data: " + data + "\n\n");
            return this;
        }

        public Incoming notification(String method, String paramsJson) {
            return send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + paramsJson + "}");
        }

        /** Answers: on the stream when there is one, as JSON otherwise. */
        public void result(String resultJson) {
            respond("{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"result\":" + resultJson + "}", 200);
        }

        public void error(int status, int code, String message) {
            error(status, code, message, null);
        }

        public void error(int status, int code, String message, String dataJson) {
            respond(
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                            + "\"" + (dataJson == null ? "" : ",\"data\":" + dataJson) + "}}",
                    status);
        }

        /** Answers with these bytes. */
        public void respond(String message, int status) {
            if (streaming) {
                send(message);
                end();
            } else {
                request.response()
                        .setStatusCode(status)
                        .putHeader("content-type", "application/json")
                        .end(message);
            }
        }

        /** Answers with a status alone. */
        public void status(int status) {
            request.response().setStatusCode(status).end();
        }

        /** Ends the stream. */
        public void end() {
            request.response().end();
        }

        /** Breaks the connection. */
        public void breakOff() {
            request.connection().close();
        }

        /** Does something later. */
        public void after(long millis, Runnable what) {
            vertx.setTimer(millis, now -> what.run());
        }
    }
}
