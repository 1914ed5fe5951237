package dev.mcpgateway.app.training;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What stands in for a service, on a loopback port of its own, until the process ends. */
final class LoopbackServer {
    private static final long PATIENCE_SECONDS = 60;
    private static final int ACCEPTED = 202;

    private final HttpServer server;

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    /** How a service answers JSON with JSON. */
    @FunctionalInterface
    interface Service {
        /** Returns the answer, or null where there is nothing to say. */
        @Nullable
        JsonObject answer(HttpServerRequest request, JsonObject body);
    }

    /** Returns it once it listens. */
    static LoopbackServer of(Service service) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> answer(service, request, body)))
                    .listen(0, Training.LOOPBACK)
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new LoopbackServer(server);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no port could be listened on", e);
        }
    }

    private static void answer(Service service, HttpServerRequest request, Buffer body) {
        JsonObject answer = service.answer(request, body.length() == 0 ? new JsonObject() : body.toJsonObject());
        HttpServerResponse response = request.response();
        if (answer == null) {
            response.setStatusCode(ACCEPTED).end();
        } else {
            response.putHeader("content-type", "application/json").end(answer.toBuffer());
        }
    }

    String url() {
        return "http://" + Training.LOOPBACK + ":" + server.actualPort();
    }
}
