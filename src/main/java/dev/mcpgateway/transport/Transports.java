package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.peer.Forwarded;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Peers;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.transport.api.OpenApiDocument;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client transports on one event loop: hands each request to the transport of its path, and drains them when the gateway
 * stops. Made, used and drained on that event loop.
 */
public final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
    /** What other event loops may take longer to say "outcome unknown". */
    private static final long ABANDON_MILLIS = 500;

    private final TransportContext context;
    private final OpenStreams open;
    private final Exchanges exchanges = new Exchanges();
    private final EventLoop loop;
    private final StreamableHttp streamableHttp;
    private final HttpSse httpSse;
    private final HttpApi httpApi;
    private final ApiSockets apiSockets;

    public Transports(TransportContext context) {
        this.context = context;
        this.open = new OpenStreams(context.vertx(), context.config(), context.streams(), context.personStreams());
        this.loop =
                new EventLoop(context, context.vertx().getOrCreateContext(), open, exchanges, Thread.currentThread());
        this.streamableHttp = new StreamableHttp(loop);
        this.httpSse = new HttpSse(loop, context.openedStreams());
        this.httpApi = new HttpApi(loop);
        this.apiSockets = new ApiSockets(loop, httpApi);
    }

    /** Whether a path is, or looks like, the address of a transport, where a request needs a principal. */
    public static boolean serves(String path) {
        return isOrBelow(path, Endpoint.ROOT)
                || isOrBelow(path, HttpSse.STREAM_PATH)
                || path.equals(HttpSse.MESSAGES_PATH)
                || isWebSocket(path)
                || (isOrBelow(path, HttpApi.ROOT) && !path.equals(OpenApiDocument.PATH));
    }

    /** Whether a path is the address of a transport that goes on after its request: {@link #open} takes it. */
    public static boolean isWebSocket(String path) {
        return path.equals(ApiSockets.PATH);
    }

    /** The methods of an address, as {@code Allow} has them. */
    public static String methods(String path) {
        String own = HttpApi.method(path);
        return (own == null ? "GET, POST, DELETE" : own) + ", OPTIONS";
    }

    private static boolean isOrBelow(String path, String address) {
        return path.startsWith(address) && (path.length() == address.length() || path.charAt(address.length()) == '/');
    }

    /** Handles a request whose path this {@linkplain #serves serves}, once it is known what its person has switched off. */
    public void handle(Incoming incoming) {
        Future<Selection> selection =
                context.selections().of(incoming.principal().person());
        if (selection.succeeded()) {
            route(incoming.with(selection.result()));
            return;
        }
        incoming.request().pause();
        selection.onComplete(known -> {
            incoming.request().resume();
            if (known.succeeded()) {
                route(incoming.with(known.result()));
            } else {
                LOG.warn(
                        "a person's selection of tools could not be read: {}",
                        known.cause().getMessage());
                Answers.failureAndClose(
                        incoming.request(),
                        new McpError(
                                ErrorCode.OVERLOADED,
                                "the gateway cannot read which tools you want now; nothing was done, try again",
                                503));
            }
        });
    }

    private void route(Incoming incoming) {
        String path = incoming.path();
        if (isOrBelow(path, HttpApi.ROOT)) {
            httpApi.handle(incoming);
            return;
        }
        Dispatcher endpoint = context.endpoints().at(path, incoming.principal(), incoming.selection());
        if (endpoint != null) {
            streamableHttp.handle(incoming, endpoint);
            return;
        }
        if (path.equals(HttpSse.MESSAGES_PATH)) {
            httpSse.receive(incoming);
            return;
        }
        Dispatcher stream = sseEndpoint(path, incoming);
        if (stream != null) {
            httpSse.openStream(incoming, stream);
            return;
        }
        Answers.failureAndClose(
                incoming.request(),
                new McpError(
                        ErrorCode.INVALID_REQUEST,
                        "no upstream has this address; " + Endpoint.ROOT + " has all of them",
                        404));
    }

    /**
     * Handles a request for a WebSocket.
     *
     * @param again says who makes it as of now; null once that is nobody
     */
    public void open(Incoming incoming, Supplier<Future<@Nullable Principal>> again) {
        apiSockets.open(incoming, again);
    }

    /** Whether a request says that it comes from another task. */
    public static boolean isForwarded(HttpServerRequest request) {
        return request.headers().contains(PeerTokens.HEADER);
    }

    /**
     * Handles a request that another task forwards, on behalf of the principal that it names. Refused, and never taken for the
     * request of a client, when it cannot prove where it comes from.
     */
    public void handleForwarded(HttpServerRequest request, String requestId) {
        String token = request.getHeader(PeerTokens.HEADER);
        Peers peers = context.peers();
        Forwarded forwarded = token == null || !serves(String.valueOf(request.path()))
                ? null
                : peers.tokens()
                        .open(
                                token,
                                peers.tasks().self(),
                                new PeerTokens.Request(request.method().name(), request.uri(), requestId));
        if (forwarded == null) {
            LOG.warn("a request was refused that was not forwarded by a task of this gateway");
            Answers.failureAndClose(
                    request,
                    new McpError(
                            ErrorCode.INVALID_REQUEST,
                            "the " + PeerTokens.HEADER + " header is for tasks of this gateway alone",
                            403));
            return;
        }
        handle(new Incoming(request, requestId, forwarded));
    }

    private @Nullable Dispatcher sseEndpoint(String path, Incoming incoming) {
        return isOrBelow(path, HttpSse.STREAM_PATH)
                ? context.endpoints()
                        .at(
                                Endpoint.ROOT + path.substring(HttpSse.STREAM_PATH.length()),
                                incoming.principal(),
                                incoming.selection())
                : null;
    }

    /** What all event loops share. */
    public TransportContext context() {
        return context;
    }

    /** Requests that are being answered on this event loop. */
    public int inFlight() {
        return exchanges.size();
    }

    /** Ends the streams of those who may no longer have any. */
    public void endStreamsOf(Predicate<Principal> whose) {
        open.endOf(whose);
        apiSockets.closeOf(whose);
    }

    /**
     * Tells every client that can resume its stream to do so, which it does at another task. The streams of HTTP+SSE stay until
     * {@link #drain} is over: the answers to calls in flight come on them.
     */
    public void endStreams() {
        open.endResumable();
        apiSockets.end();
    }

    /**
     * The same, one after the other, so that those who come back do not do so all at once.
     *
     * @param millis how long it may take until the last one is told; a second more at most
     */
    public void endStreamsWithin(long millis) {
        open.endResumableWithin(millis);
        apiSockets.endWithin(millis);
    }

    /**
     * Waits for the requests in flight; answers those that do not end in time with "outcome unknown".
     *
     * @param millis how long to wait, in milliseconds
     * @return how many were left unanswered
     */
    public Future<Integer> drain(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return within(millis, exchanges.drain())
                .map(0)
                .otherwise(late -> {
                    int left = exchanges.size();
                    exchanges.abandon();
                    return left;
                })
                .compose(left -> {
                    // Calls of other event loops are answered on streams of this one.
                    long rest = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()) + ABANDON_MILLIS;
                    return within(rest, context.sseCalls().idle()).transform(over -> Future.succeededFuture(left));
                })
                .onSuccess(left -> open.endStanding());
    }

    /** The same future on this event loop, failed when it takes longer. */
    private Future<Void> within(long millis, Future<Void> idle) {
        Promise<Void> done = Promise.promise();
        long timer =
                context.vertx().setTimer(Math.max(1, millis), late -> done.tryFail("not idle after " + millis + " ms"));
        idle.onComplete(over -> loop.run(() -> {
            context.vertx().cancelTimer(timer);
            done.tryComplete();
        }));
        return done.future();
    }

    /** Stops the timers. */
    public void close() {
        open.close();
        apiSockets.close();
    }
}
