package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Google's REST interfaces. What changes nothing is repeated when Google is busy, with full jitter and as late as it says; what
 * changes something is sent once. Used from any event loop; futures complete on the caller's.
 */
public final class GoogleClient {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int MOST_WAITING = 5_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final Supplier<GoogleToolsConfig> config;
    private final Function<URI, @Nullable ProxyOptions> proxies;
    private final GoogleObserver observer;
    private final Failures failures;

    /**
     * @param vertx the connections belong to the context that calls this
     * @param proxies the HTTP proxy on the way to an address; null where there is none
     */
    public GoogleClient(
            Vertx vertx,
            Supplier<GoogleToolsConfig> config,
            Function<URI, @Nullable ProxyOptions> proxies,
            GoogleLinks links,
            GoogleObserver observer) {
        this.vertx = vertx;
        this.config = config;
        this.proxies = proxies;
        this.failures = new Failures(links);
        this.observer = observer;
        int connections = config.get().limits().connections();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(true)
                        .setDecompressionSupported(true),
                new PoolOptions()
                        .setHttp1MaxSize(connections)
                        .setHttp2MaxSize(connections)
                        .setMaxWaitQueueSize(MOST_WAITING));
    }

    /** What came, whatever its status. */
    record Answer(int status, MultiMap headers, Buffer body) {}

    Vertx vertx() {
        return vertx;
    }

    GoogleToolsConfig.Limits limits() {
        return config.get().limits();
    }

    Failures failures() {
        return failures;
    }

    /** Where a service is. */
    URI baseUrl(GoogleService service) {
        return service.baseUrl(config.get().baseUrls());
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return client.close();
    }

    /**
     * Sends a request.
     *
     * @param call is acted for; nothing more is sent once it is cancelled
     * @return the body of an answer that says that it worked; fails with {@link ToolFailure}
     */
    Future<Buffer> send(GoogleRequest request, GoogleCall call) {
        return attempt(request, call, 1);
    }

    private Future<Buffer> attempt(GoogleRequest request, GoogleCall call, int attempt) {
        if (call.call().isCancelled()) {
            return Future.failedFuture(Failures.cancelled(request));
        }
        long left = millisLeft(call);
        if (left <= 0) {
            return Future.failedFuture(failures.late(request));
        }
        Duration timeout =
                Duration.ofMillis(Math.min(left, limits().requestTimeout().toMillis()));
        long begin = System.nanoTime();
        return once(request, call, timeout).transform(sent -> {
            Answer answer = sent.result();
            observer.asked(request.service(), outcome(answer), System.nanoTime() - begin);
            if (answer != null && answer.status() / 100 == 2) {
                return Future.succeededFuture(answer.body());
            }
            boolean again = answer == null ? !(sent.cause() instanceof ToolFailure) : Failures.isTransient(answer);
            if (again && request.isRepeatable() && attempt < limits().attempts()) {
                long pause = Pauses.before(attempt, limits().backoff(), answer == null ? null : answer.headers());
                if (pause < millisLeft(call)) {
                    return vertx.timer(Math.max(1, pause), TimeUnit.MILLISECONDS)
                            .compose(waited -> attempt(request, call, attempt + 1));
                }
            }
            return Future.failedFuture(
                    answer == null ? failures.of(request, sent.cause()) : failures.of(request, answer, call));
        });
    }

    private static long millisLeft(GoogleCall call) {
        return TimeUnit.NANOSECONDS.toMillis(call.until() - System.nanoTime());
    }

    private static GoogleObserver.Outcome outcome(@Nullable Answer answer) {
        if (answer == null) {
            return GoogleObserver.Outcome.NO_ANSWER;
        }
        if (answer.status() / 100 == 2) {
            return GoogleObserver.Outcome.OK;
        }
        if (answer.status() >= 500) {
            return GoogleObserver.Outcome.FAILED;
        }
        return Failures.isTransient(answer) ? GoogleObserver.Outcome.BUSY : GoogleObserver.Outcome.REFUSED;
    }

    private Future<Answer> once(GoogleRequest request, GoogleCall call, Duration timeout) {
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        long most = limits().responseSize();
        return client.request(options(request, call.grant().accessToken()))
                .recover(failure ->
                        Future.failedFuture(request.isRepeatable() ? failure : Failures.notSent(request, failure)))
                .onSuccess(open -> {
                    sent.set(open);
                    call.call().onCancel(() -> reset(sent));
                })
                .compose(open -> (request.body() == null ? open.send() : open.send(request.body())))
                .compose(response -> read(request, response, most))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(answer -> sent.set(null))
                .onFailure(failure -> reset(sent));
    }

    /** Forgets the request as well: the call, which lives longer, would keep its whole answer by it. */
    private static void reset(AtomicReference<@Nullable HttpClientRequest> sent) {
        HttpClientRequest open = sent.getAndSet(null);
        if (open != null) {
            open.reset();
        }
    }

    private RequestOptions options(GoogleRequest request, Secret token) {
        URI linked = request.linked();
        if (linked != null) {
            String query = linked.getRawQuery() == null ? "" : "?" + linked.getRawQuery();
            // An address that is a key by itself: whoever answers there has no business with the token.
            return to(linked, linked.getRawPath() + query).putHeader("accept", "image/*");
        }
        URI base = baseUrl(request.service());
        String path = base.getRawPath().replaceFirst("/+$", "");
        RequestOptions options = to(base, path + request.pathAndQuery())
                .setMethod(request.method())
                .putHeader("accept", "application/json")
                .putHeader("authorization", "Bearer " + token.reveal());
        if (request.contentType() != null) {
            options.putHeader("content-type", request.contentType());
        }
        return options;
    }

    private RequestOptions to(URI server, String pathAndQuery) {
        boolean ssl = "https".equalsIgnoreCase(server.getScheme());
        RequestOptions options = new RequestOptions()
                .setHost(server.getHost())
                .setPort(server.getPort() >= 0 ? server.getPort() : ssl ? HTTPS_PORT : HTTP_PORT)
                .setSsl(ssl)
                .setURI(pathAndQuery)
                .setConnectTimeout(limits().requestTimeout().toMillis())
                // A redirect would carry the token elsewhere, or lead inwards.
                .setFollowRedirects(false)
                .putHeader("user-agent", "mcp-gateway (gzip)");
        ProxyOptions proxy = ssl ? proxies.apply(server) : null;
        return proxy == null ? options : options.setProxyOptions(proxy);
    }

    /** The parts are put together once, at the end: a buffer that grows is copied again and again, and ends up too large. */
    private static Future<Answer> read(GoogleRequest request, HttpClientResponse response, long most) {
        Promise<Answer> done = Promise.promise();
        Deque<Buffer> parts = new ArrayDeque<>();
        AtomicInteger size = new AtomicInteger();
        response.handler(part -> {
            if (size.addAndGet(part.length()) > most) {
                response.handler(null);
                parts.clear();
                done.tryFail(Failures.tooLarge(request, most));
            } else {
                parts.add(part);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(end ->
                done.tryComplete(new Answer(response.statusCode(), response.headers(), join(parts, size.get()))));
        return done.future();
    }

    /** Empties the parts. */
    private static Buffer join(Deque<Buffer> parts, int size) {
        Buffer body = Buffer.buffer(size);
        while (!parts.isEmpty()) {
            body.appendBuffer(parts.remove());
        }
        return body;
    }
}
