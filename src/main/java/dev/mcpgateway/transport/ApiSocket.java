package dev.mcpgateway.transport;

import dev.mcpgateway.config.ApiConfig;
import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.transport.api.ApiAnswer;
import dev.mcpgateway.transport.api.ApiCall;
import dev.mcpgateway.transport.api.ApiErrorCode;
import dev.mcpgateway.transport.api.ApiFailure;
import dev.mcpgateway.transport.api.ApiRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of the HTTP API: each text message is a request envelope, answered by one. Requests run beside each other; what
 * the gateway closes with 1001 has answered everything that it had begun.
 */
final class ApiSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSocket.class);
    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short UNSUPPORTED_DATA = 1003;
    private static final short POLICY_VIOLATION = 1008;
    private static final short TOO_BIG = 1009;

    private final EventLoop loop;
    private final ServerWebSocket socket;
    private final Incoming incoming;
    private final Supplier<Future<@Nullable Principal>> again;
    private final Set<ApiExchange> exchanges = new HashSet<>();
    private Principal principal;
    private long endNanos;
    private long lastRequestNanos = System.nanoTime();
    private long lastPingNanos = lastRequestNanos;
    private @Nullable Buffer message;
    private int frames;
    private int unanswered;
    private int requests;
    private boolean paused;
    private boolean ending;
    private boolean closing;

    /**
     * @param again who the caller is as of now; asked for each request
     * @param endNanos when the client is to connect again at the latest
     */
    ApiSocket(
            EventLoop loop,
            ServerWebSocket socket,
            Incoming incoming,
            Supplier<Future<@Nullable Principal>> again,
            long endNanos) {
        this.loop = loop;
        this.socket = socket;
        this.incoming = incoming;
        this.again = again;
        this.principal = incoming.principal();
        this.endNanos = endNanos;
    }

    Principal principal() {
        return principal;
    }

    /** Runs an action once the connection is gone. */
    void onClose(Runnable action) {
        socket.closeHandler(closed -> {
            closing = true;
            List.copyOf(exchanges).forEach(ApiExchange::gone);
            action.run();
        });
    }

    void begin() {
        socket.exceptionHandler(failure -> LOG.debug("a WebSocket: {}", failure.getMessage()));
        socket.drainHandler(drained -> flow());
        socket.frameHandler(this::frame);
    }

    private ApiConfig limits() {
        return loop.context().config().get().api();
    }

    private void frame(WebSocketFrame frame) {
        if (closing || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        if (frame.isBinary()) {
            close(UNSUPPORTED_DATA, "messages are text");
            return;
        }
        Buffer part = frame.binaryData();
        Buffer sofar = message;
        if (part.length() + (sofar == null ? 0L : sofar.length()) > limits().messageBytes()
                || ++frames > limits().messageFrames()) {
            close(TOO_BIG, "the message is larger than api.messageBytes, or has more frames than api.messageFrames");
            return;
        }
        if (!frame.isFinal()) {
            message = sofar == null ? part.copy() : sofar.appendBuffer(part);
            return;
        }
        message = null;
        frames = 0;
        received(sofar == null ? part : sofar.appendBuffer(part));
    }

    private void received(Buffer text) {
        lastRequestNanos = System.nanoTime();
        JsonLimits depth =
                new JsonLimits(loop.context().config().get().listener().jsonDepth());
        ApiRequest request;
        try {
            request = ApiRequest.parse(text, depth, ApiRequest.Carrier.WEB_SOCKET);
        } catch (ApiFailure failure) {
            write(failure.toAnswer());
            flow();
            return;
        }
        unanswered++;
        flow();
        again.get()
                .onComplete(asked -> loop.run(() -> {
                    Principal now = asked.result();
                    if (asked.succeeded() && now == null) {
                        unanswered--;
                        close(POLICY_VIOLATION, "the token is no longer valid");
                    } else if (now == null) {
                        unknown(request, asked.cause());
                    } else {
                        principal = now;
                        select(request);
                    }
                }));
    }

    private void select(ApiRequest request) {
        loop.context()
                .selections()
                .of(principal.person())
                .onComplete(asked -> loop.run(() -> {
                    if (asked.succeeded()) {
                        start(request, asked.result());
                    } else {
                        unknown(request, asked.cause());
                    }
                }));
    }

    private void unknown(ApiRequest request, Throwable failure) {
        LOG.debug("the caller of a WebSocket could not be asked for: {}", failure.getMessage());
        answered(request, "the gateway cannot check your token now; nothing was done, try again");
    }

    private void start(ApiRequest request, Selection selection) {
        Dispatcher dispatcher = loop.context().endpoints().at(Endpoint.ROOT, principal, selection);
        if (dispatcher == null) {
            answered(request, "the gateway is not ready; try again");
            return;
        }
        String id = incoming.requestId() + "-" + ++requests;
        ApiCall call = new ApiCall(request, principal, incoming.headers(), id, JsonLimits.DEFAULT);
        ApiExchange[] own = new ApiExchange[1];
        ApiExchange exchange = new ApiExchange(loop, call, "websocket", answer -> {
            exchanges.remove(own[0]);
            answered(answer);
        });
        own[0] = exchange;
        exchanges.add(exchange);
        exchange.start(dispatcher);
        if (closing) {
            exchange.gone();
        }
    }

    private void answered(ApiRequest request, String failure) {
        String id = request.requestId();
        answered(ApiAnswer.error(id == null ? ApiAnswer.NO_ID : id, ApiErrorCode.EXECUTION_FAILED, failure, 503));
    }

    private void answered(ApiAnswer answer) {
        unanswered--;
        lastRequestNanos = System.nanoTime();
        write(answer);
        flow();
    }

    private void write(ApiAnswer answer) {
        if (!closing) {
            socket.writeTextMessage(answer.body().toString())
                    .onFailure(failure -> LOG.debug("an answer was not taken: {}", failure.getMessage()));
        }
    }

    /** Reads on while the client takes its answers and has not too many requests open; ends when that is due. */
    private void flow() {
        if (closing) {
            return;
        }
        if (ending && unanswered == 0) {
            close(GOING_AWAY, "connect again");
            return;
        }
        boolean full = ending || unanswered >= limits().callsPerSocket() || socket.writeQueueFull();
        if (full != paused) {
            paused = full;
            if (full) {
                socket.pause();
            } else {
                socket.resume();
            }
        }
    }

    /** Looks after the time. */
    void tick(long now) {
        if (closing) {
            return;
        }
        if (now - lastPingNanos
                >= loop.context().config().get().streams().keepAlive().toNanos()) {
            lastPingNanos = now;
            socket.writePing(Buffer.buffer());
        }
        if (now - endNanos >= 0) {
            end();
        } else if (unanswered == 0
                && now - lastRequestNanos >= limits().idleTimeout().toNanos()) {
            close(NORMAL, "no request for api.idleTimeout");
        }
    }

    /** Has the client connect again at that time. */
    void endAt(long nanos) {
        endNanos = Math.min(endNanos, nanos);
    }

    /** Reads nothing more, answers what has begun, and closes then. */
    void end() {
        ending = true;
        flow();
    }

    void close(short code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        List.copyOf(exchanges).forEach(ApiExchange::gone);
        socket.close(code, reason)
                .onFailure(failure -> LOG.debug("a WebSocket was not closed: {}", failure.getMessage()));
        // The client's own goodbye has to be read.
        socket.resume();
    }
}
