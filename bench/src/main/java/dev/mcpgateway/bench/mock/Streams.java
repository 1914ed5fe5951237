package dev.mcpgateway.bench.mock;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.Set;

/** The SSE streams that the mock holds open, with a comment on each every 15 s. */
final class Streams {
    private static final long KEEP_ALIVE_MILLIS = 15_000;
    private static final Buffer COMMENT = Buffer.buffer(": keep-alive\n\n");
    private static final Buffer MESSAGE = Buffer.buffer(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                    + "flood ".repeat(2_000) + "\"}}\n\n");

    private final Set<HttpServerResponse> open = new LinkedHashSet<>();
    private final Counters counters;

    Streams(Vertx vertx, Counters counters) {
        this.counters = counters;
        vertx.setPeriodic(KEEP_ALIVE_MILLIS, _ -> open.forEach(response -> response.write(COMMENT)));
    }

    /** The standalone GET stream: headers and a comment at once, then nothing but comments. */
    void open(HttpServerResponse response) {
        begin(response, COMMENT);
        open.add(response);
    }

    /** The answer to {@code subscriptions/listen}: the acknowledgement, then nothing but comments. */
    void listen(HttpServerResponse response, String id) {
        begin(
                response,
                Buffer.buffer("event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":"
                        + "\"notifications/subscriptions/acknowledged\",\"params\":{\"notifications\":{},\"_meta\":"
                        + "{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}}\n\n"));
        open.add(response);
    }

    /** Messages of 12 kB without end, as fast as the reader takes them. */
    void flood(HttpServerResponse response) {
        begin(response, COMMENT);
        response.drainHandler(_ -> pour(response));
        pour(response);
    }

    private void begin(HttpServerResponse response, Buffer first) {
        counters.streamOpened();
        response.exceptionHandler(_ -> {});
        response.closeHandler(_ -> {
            counters.streamClosed();
            open.remove(response);
        });
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache")
                .write(first);
    }

    private static void pour(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(MESSAGE);
        }
    }
}
