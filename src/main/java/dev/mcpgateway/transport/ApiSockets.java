package dev.mcpgateway.transport;

import dev.mcpgateway.config.StreamsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.RateLimited;
import dev.mcpgateway.transport.api.ApiAnswer;
import dev.mcpgateway.transport.api.ApiErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSockets of one event loop: who may open one, and the one timer that looks after them. */
final class ApiSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSockets.class);
    /** Where they are opened. */
    static final String PATH = "/ws";

    private static final long TICK_MILLIS = 500;
    private static final short POLICY_VIOLATION = 1008;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private final HttpApi api;
    private final Set<ApiSocket> open = new HashSet<>();
    private final long timer;
    private boolean draining;

    /** @param api answers whoever may open none */
    ApiSockets(EventLoop loop, HttpApi api) {
        this.loop = loop;
        this.api = api;
        this.timer = loop.context().vertx().setPeriodic(TICK_MILLIS, now -> tick());
    }

    /**
     * Opens a WebSocket, or answers why not.
     *
     * @param again says who the caller is as of now; null once that is nobody
     */
    void open(Incoming incoming, Supplier<Future<@Nullable Principal>> again) {
        ApiAnswer refused = refusal(incoming);
        if (refused != null) {
            HttpApi.answer(incoming, refused);
            return;
        }
        if (!incoming.principal().scopes().contains(Scope.API)) {
            // Refused on the way of every request, so that it is counted and auditors see it.
            api.list(incoming);
            return;
        }
        refused = crowded(incoming.principal().person());
        if (refused != null) {
            HttpApi.answer(incoming, refused);
            return;
        }
        Person person = incoming.principal().person();
        reserve(person);
        upgrade(incoming.request()).onComplete(upgraded -> {
            if (upgraded.failed()) {
                LOG.debug("no WebSocket: {}", upgraded.cause().getMessage());
                release(person);
                return;
            }
            ApiSocket socket = new ApiSocket(loop, upgraded.result(), incoming, again, endNanos());
            open.add(socket);
            socket.onClose(() -> {
                open.remove(socket);
                release(person);
            });
            socket.begin();
        });
    }

    private static Future<ServerWebSocket> upgrade(HttpServerRequest request) {
        try {
            return request.toWebSocket();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private @Nullable ApiAnswer refusal(Incoming incoming) {
        if (!loop.context().config().get().api().enabled()) {
            return refused(ApiErrorCode.INVALID_REQUEST, "the WebSocket is switched off (api.enabled)", 404);
        }
        HttpServerRequest request = incoming.request();
        if (request.version() != HttpVersion.HTTP_1_1 || !asksForUpgrade(request)) {
            incoming.response().putHeader("upgrade", "websocket");
            return refused(ApiErrorCode.INVALID_REQUEST, "open this address as a WebSocket, over HTTP/1.1", 426);
        }
        if (draining) {
            incoming.response().putHeader("connection", "close").putHeader("retry-after", "1");
            return refused(ApiErrorCode.EXECUTION_FAILED, "this task of the gateway stops; connect again", 503);
        }
        return null;
    }

    private @Nullable ApiAnswer crowded(Person person) {
        int most = loop.context().config().get().api().socketsPerPerson();
        boolean tooMany = most > 0 && loop.context().personSockets().of(person) >= most;
        if (!tooMany
                && loop.context().sockets().get()
                        < loop.context().config().get().api().sockets()) {
            return null;
        }
        McpError limited = new RateLimited(
                tooMany
                        ? "you have as many WebSockets open as the gateway allows one person"
                        : "as many WebSockets are open as the gateway allows",
                RETRY_NANOS);
        return new ApiAnswer(
                429,
                refused(ApiErrorCode.RATE_LIMIT_EXCEEDED, limited.getMessage(), 429)
                        .body(),
                true,
                limited);
    }

    private static boolean asksForUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    }

    private static ApiAnswer refused(ApiErrorCode code, String message, int status) {
        return ApiAnswer.error(ApiAnswer.NO_ID, code, message, status);
    }

    private void reserve(Person person) {
        loop.context().sockets().incrementAndGet();
        loop.context().activeConnections().incrementAndGet();
        loop.context().personSockets().entered(person);
    }

    private void release(Person person) {
        loop.context().sockets().decrementAndGet();
        loop.context().activeConnections().decrementAndGet();
        loop.context().personSockets().left(person);
    }

    private long endNanos() {
        StreamsConfig streams = loop.context().config().get().streams();
        long jitter = (long)
                (streams.maxAgeJitter().toNanos() * ThreadLocalRandom.current().nextDouble());
        return System.nanoTime() + Math.max(0, streams.maxAge().toNanos() - jitter);
    }

    private void tick() {
        List.copyOf(open).forEach(socket -> socket.tick(System.nanoTime()));
    }

    /** Closes those of whoever it is, calls in flight included. */
    void closeOf(Predicate<Principal> whose) {
        List.copyOf(open).stream()
                .filter(socket -> whose.test(socket.principal()))
                .forEach(socket -> socket.close(POLICY_VIOLATION, "the token is no longer valid"));
    }

    /** Lets each answer what it has begun, and closes it then; no more are opened. */
    void end() {
        draining = true;
        List.copyOf(open).forEach(ApiSocket::end);
    }

    /** The same at a random moment within that time each. */
    void endWithin(long millis) {
        draining = true;
        long now = System.nanoTime();
        open.forEach(socket -> socket.endAt(
                now + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(millis + 1))));
    }

    void close() {
        loop.context().vertx().cancelTimer(timer);
    }
}
