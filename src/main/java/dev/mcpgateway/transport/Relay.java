package dev.mcpgateway.transport;

import dev.mcpgateway.peer.PeerClient;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Task;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.SseFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request that another task answers: the answer passes to the client as it comes, a client that reads slowly slows the other
 * task down, and a client that goes away is gone for the other task as well.
 */
final class Relay implements InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /** By this header a task says that the request is not for it; never passed on. */
    static final String REFUSED = "x-mcp-gateway-task-refused";

    private final EventLoop loop;
    private final Incoming incoming;
    private final @Nullable JsonRpcId message;
    private final HttpServerResponse response;
    private @Nullable HttpClientRequest sent;
    private @Nullable HttpClientResponse answer;
    private boolean isLegacyRequest;
    private boolean stream;
    private boolean betweenEvents;
    private boolean over;

    /** @param message the id of the message, to be repeated in an error; null where there is none */
    Relay(EventLoop loop, Incoming incoming, @Nullable JsonRpcId message) {
        this.loop = loop;
        this.incoming = incoming;
        this.message = message;
        this.response = incoming.response();
    }

    /** The other task does not hold what the request is about. */
    static final class NotHeld extends RuntimeException {
        NotHeld() {
            super("not held there", null, false, false);
        }
    }

    /**
     * Sends the request on. Completes when its answer is on the way, or the failure was answered; fails while nothing was
     * answered, with {@link NotHeld} or {@link dev.mcpgateway.peer.TaskUnreachable}, so that somebody else can answer.
     *
     * @param parked whether it goes on with a parked call
     */
    Future<Void> to(Task task, boolean parked) {
        Promise<Void> decided = Promise.promise();
        isLegacyRequest = !parked && !incoming.path().equals(HttpSse.MESSAGES_PATH);
        loop.exchanges().add(this);
        response.exceptionHandler(failure -> gone());
        response.closeHandler(closed -> gone());
        PeerTokens.Request request = new PeerTokens.Request(
                incoming.request().method().name(), incoming.request().uri(), incoming.requestId());
        loop.context()
                .peers()
                .client()
                .request(task, request, incoming.headers(), incoming.toForward(parked), incoming.body())
                .onFailure(failure -> {
                    finish();
                    decided.fail(failure);
                })
                .onSuccess(made -> send(made, decided));
        return decided.future();
    }

    private void send(HttpClientRequest made, Promise<Void> decided) {
        if (over) {
            made.reset();
            decided.complete();
            return;
        }
        sent = made;
        made.send(incoming.body()).onComplete(done -> {
            if (over) {
                decided.tryComplete();
            } else if (done.failed()) {
                broken(done.cause());
                decided.tryComplete();
            } else if (done.result().getHeader(REFUSED) != null) {
                finish();
                made.reset();
                decided.tryFail(new NotHeld());
            } else {
                pass(done.result());
                decided.tryComplete();
            }
        });
    }

    private void pass(HttpClientResponse from) {
        answer = from;
        if (response.headWritten()) {
            // The client's stream has begun before anybody knew that the answer is elsewhere.
            intoStream(from);
            return;
        }
        stream = isStream(from);
        betweenEvents = stream;
        response.setStatusCode(from.statusCode());
        PeerClient.copy(from.headers(), response.headers());
        String length = from.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        } else {
            response.setChunked(true);
        }
        response.setWriteQueueMaxSize((int) Math.min(
                Integer.MAX_VALUE, loop.context().config().get().streams().queuedBytes()));
        copy(from);
    }

    private static boolean isStream(HttpClientResponse from) {
        String type = from.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    private void copy(HttpClientResponse from) {
        from.handler(chunk -> {
            betweenEvents = endsEvent(chunk);
            response.write(chunk);
            if (response.writeQueueFull()) {
                from.pause();
                response.drainHandler(drained -> from.resume());
            }
        });
        from.exceptionHandler(this::broken);
        from.endHandler(end -> {
            if (!over) {
                finish();
                response.end();
            }
        });
    }

    private static boolean endsEvent(Buffer chunk) {
        int length = chunk.length();
        return length >= 2 && chunk.getByte(length - 1) == '\n' && chunk.getByte(length - 2) == '\n';
    }

    private void intoStream(HttpClientResponse from) {
        stream = true;
        betweenEvents = true;
        if (isStream(from)) {
            copy(from);
            return;
        }
        from.body().onComplete(body -> {
            if (over) {
                return;
            }
            if (body.failed()) {
                broken(body.cause());
                return;
            }
            finish();
            response.end(SseFrame.message(null, null, body.result()));
        });
    }

    /** The other task is gone, or fell silent, after the request was sent. */
    private void broken(Throwable failure) {
        if (over) {
            return;
        }
        reset();
        LOG.warn("another task did not answer to the end: {}", failure.getMessage());
        fail(McpError.outcomeUnknown("Outcome unknown: the task of the gateway that held this session or call is gone."
                + " The call may have run; look before you repeat it."));
    }

    private void fail(McpError error) {
        if (over) {
            return;
        }
        finish();
        if (!response.headWritten() && message != null && isLegacyRequest) {
            // Clients of the older era take an HTTP error for a broken transport, not for the answer to their request.
            Answers.json(response, 200, error.toMessage(message));
        } else if (!response.headWritten()) {
            Answers.failure(response, error, message);
        } else if (stream && betweenEvents && message != null) {
            response.end(SseFrame.message(null, null, error.toMessage(message)));
        } else if (stream && betweenEvents) {
            response.end();
        } else {
            response.reset();
        }
    }

    /** The client went away. */
    private void gone() {
        if (over) {
            return;
        }
        finish();
        reset();
    }

    private void reset() {
        if (sent != null) {
            sent.reset();
        }
    }

    private void finish() {
        over = true;
        loop.exchanges().remove(this);
    }

    /** A stream that belongs to no call ends, and its client comes back at another task. */
    @Override
    public void endLasting() {
        if (over || message != null || answer == null || !stream || !betweenEvents) {
            return;
        }
        finish();
        reset();
        response.end(
                SseFrame.retry(loop.context().config().get().streams().retry().toMillis(), null));
    }

    @Override
    public void abandon() {
        fail(InFlight.abandoned());
        reset();
    }
}
