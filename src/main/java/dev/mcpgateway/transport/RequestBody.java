package dev.mcpgateway.transport;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a request body within a limit and a time. */
final class RequestBody {
    private final HttpServerRequest request;
    private final long limit;
    private final OpenStreams open;
    private final BiConsumer<HttpServerRequest, McpError> refuse;
    private final Handler<Buffer> ready;
    private @Nullable Buffer body;
    private boolean own;
    private boolean over;

    private RequestBody(
            HttpServerRequest request,
            long limit,
            OpenStreams open,
            BiConsumer<HttpServerRequest, McpError> refuse,
            Handler<Buffer> ready) {
        this.request = request;
        this.limit = limit;
        this.open = open;
        this.refuse = refuse;
        this.ready = ready;
    }

    /** Reads the body; answers 413 or 408 itself, in which case {@code ready} is never called. */
    static void read(HttpServerRequest request, long limit, OpenStreams open, Handler<Buffer> ready) {
        read(request, limit, open, Answers::failureAndClose, ready);
    }

    /** @param refuse answers 413 or 408, and closes the connection */
    static void read(
            HttpServerRequest request,
            long limit,
            OpenStreams open,
            BiConsumer<HttpServerRequest, McpError> refuse,
            Handler<Buffer> ready) {
        RequestBody reader = new RequestBody(request, limit, open, refuse, ready);
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isAbove(length, limit)) {
            reader.tooLarge();
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        open.awaitBody(reader);
        request.handler(reader::chunk);
        request.endHandler(end -> reader.end());
        request.exceptionHandler(failure -> reader.stop());
    }

    private static boolean isAbove(String length, long limit) {
        try {
            return Long.parseLong(length) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        if (body == null) {
            body = chunk;
        } else {
            if (body.length() + (long) chunk.length() > limit) {
                tooLarge();
                return;
            }
            // The first chunk is the connection's own.
            body = own
                    ? body.appendBuffer(chunk)
                    : Buffer.buffer(body.length() * 2).appendBuffer(body).appendBuffer(chunk);
            own = true;
        }
        if (body.length() > limit) {
            tooLarge();
        }
    }

    private void end() {
        if (!over) {
            stop();
            ready.handle(body == null ? Buffer.buffer() : body);
        }
    }

    private void stop() {
        over = true;
        open.bodyDone(this);
    }

    private void tooLarge() {
        stop();
        refuse.accept(
                request,
                new McpError(
                        ErrorCode.INVALID_REQUEST,
                        "the request body is larger than " + limit + " bytes (listener.requestBytes)",
                        413));
    }

    /** The body did not arrive in time. */
    void timedOut() {
        stop();
        refuse.accept(
                request,
                new McpError(
                        ErrorCode.INVALID_REQUEST,
                        "the request body did not arrive in time (listener.bodyTimeout)",
                        408));
    }
}
