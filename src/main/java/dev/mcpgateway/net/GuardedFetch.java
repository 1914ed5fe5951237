package dev.mcpgateway.net;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to a server whose address somebody outside has named, and is not led to the inside by that: https alone, a name all of
 * whose addresses are public, the connection to the very address that was looked at, no redirects, limits on time and size. A
 * proxy on the way is told that address too, and not the name, which it could resolve otherwise. Only where an operator vouches
 * for a server's origin ({@link Trust}) may it be elsewhere.
 */
public final class GuardedFetch {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int MOST_CONNECTIONS = 16;
    private static final int MOST_WAITING = 64;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    public interface Resolver {
        Future<List<InetAddress>> resolve(String host);
    }

    /** A document that was fetched. */
    public record Document(
            Buffer body,
            @Nullable String contentType,
            @Nullable String cacheControl) {}

    /**
     * What to send.
     *
     * @param headers besides those of every request
     * @param body null for none
     */
    public record Request(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            @Nullable Buffer body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** Asks for a document. */
        public static Request get(URI uri) {
            return new Request(HttpMethod.GET, uri, Map.of(), null);
        }

        /** Without what is in it, which may be secret. */
        @Override
        public String toString() {
            return "Request[" + method + "]";
        }
    }

    /** A whole answer of any status; one that leads elsewhere was not followed. */
    public record Answer(int status, MultiMap headers, Buffer body) {}

    private final Resolver resolver;
    private final Predicate<InetAddress> allowed;
    private final Function<URI, @Nullable ProxyOptions> proxies;
    private final HttpClient client;

    /** Fetches from public addresses by the names of the machine's own resolver, without a proxy. */
    public GuardedFetch(Vertx vertx) {
        this(vertx, direct -> null);
    }

    /**
     * The same where proxies stand on the way.
     *
     * @param proxies the HTTP proxy on the way to an https address; null where there is none
     */
    public GuardedFetch(Vertx vertx, Function<URI, @Nullable ProxyOptions> proxies) {
        this(vertx, host -> systemAddresses(vertx, host), PublicAddresses::isPublic, proxies, new HttpClientOptions());
    }

    /**
     * The same with another notion of names, addresses and trust.
     *
     * @param allowed the addresses that may be connected to
     */
    public GuardedFetch(
            Vertx vertx,
            Resolver resolver,
            Predicate<InetAddress> allowed,
            Function<URI, @Nullable ProxyOptions> proxies,
            HttpClientOptions options) {
        this.resolver = resolver;
        this.allowed = allowed;
        this.proxies = proxies;
        this.client = vertx.createHttpClient(
                new HttpClientOptions(options).setKeepAlive(false).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
    }

    private static Future<List<InetAddress>> systemAddresses(Vertx vertx, String host) {
        Promise<List<InetAddress>> found = Promise.promise();
        vertx.executeBlocking(() -> InetAddress.getAllByName(host), false)
                .onComplete(done ->
                        found.complete(done.result() == null ? List.of() : List.of(done.result()), done.cause()));
        return found.future();
    }

    /**
     * Fetches a document with GET.
     *
     * @param timeout for all of it, the name's resolution included
     * @param maxBytes the largest body
     * @return fails with {@link FetchRefused}
     */
    public Future<Document> get(URI uri, Duration timeout, long maxBytes) {
        return exchange(Request.get(uri), Trust.NONE, timeout, maxBytes)
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(new Document(
                                answer.body(),
                                answer.headers().get("content-type"),
                                answer.headers().get("cache-control")))
                        : Future.failedFuture(new FetchRefused(
                                "the address answered with status " + answer.status() + "; only 200 counts")));
    }

    /**
     * Sends one request.
     *
     * @param trust the origins for which an operator vouches
     * @param timeout for all of it, the name's resolution included
     * @param maxBytes the largest body of the answer
     * @return the answer, whatever its status; fails with {@link FetchRefused}
     */
    public Future<Answer> exchange(Request request, Trust trust, Duration timeout, long maxBytes) {
        URI uri = request.uri();
        String host = uri.getHost();
        boolean vouched = trust.covers(uri);
        if (host == null
                || uri.getRawUserInfo() != null
                || !("https".equalsIgnoreCase(uri.getScheme())
                        || (vouched && "http".equalsIgnoreCase(uri.getScheme())))) {
            return Future.failedFuture(new FetchRefused("only https addresses without user information are fetched"));
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        return resolver.resolve(name)
                .recover(unknown -> Future.failedFuture(new FetchRefused("the name " + name + " has no address")))
                .compose(addresses -> {
                    // One inner address among outer ones is a trap, so it is all or nothing.
                    if (addresses.isEmpty() || !(vouched || addresses.stream().allMatch(allowed))) {
                        return Future.failedFuture(new FetchRefused(
                                "the name " + name + " has an address that is not on the public internet"));
                    }
                    RequestOptions options = options(request, name, addresses.getFirst(), timeout);
                    if (vouched && options.isSsl() && trust.tls() != null) {
                        options.setSslOptions(trust.tls());
                    }
                    ProxyOptions proxy = options.isSsl() ? proxies.apply(uri) : null;
                    if (proxy != null) {
                        options.setProxyOptions(proxy);
                    }
                    return client.request(options).onSuccess(sent::set);
                })
                .compose(open -> request.body() == null ? open.send() : open.send(request.body()))
                .compose(response -> read(response, maxBytes))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    HttpClientRequest open = sent.get();
                    if (open != null) {
                        open.reset();
                    }
                    return Future.failedFuture(refused(failure, timeout));
                });
    }

    private static RequestOptions options(Request request, String name, InetAddress address, Duration timeout) {
        URI uri = request.uri();
        boolean ssl = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : ssl ? HTTPS_PORT : HTTP_PORT;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(name)
                .setPort(port)
                .setSsl(ssl)
                // Not by name: whoever owns the name may have another answer for the second question.
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                // Longer than the whole may take, so that who waits always hears of the same limit.
                .setConnectTimeout(2 * timeout.toMillis())
                .setFollowRedirects(false)
                .putHeader("accept", "application/json")
                .putHeader("accept-encoding", "identity")
                .putHeader("user-agent", "mcp-gateway");
        request.headers().forEach(options::putHeader);
        return options;
    }

    private static Future<Answer> read(HttpClientResponse response, long maxBytes) {
        Promise<Answer> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > maxBytes) {
                response.handler(null);
                done.tryFail(new FetchRefused("the document is larger than " + maxBytes + " bytes"));
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(end -> done.tryComplete(new Answer(response.statusCode(), response.headers(), body)));
        return done.future();
    }

    private static FetchRefused refused(Throwable failure, Duration timeout) {
        if (failure instanceof FetchRefused refused) {
            return refused;
        }
        return new FetchRefused(
                failure instanceof TimeoutException
                        ? "there was no whole answer within " + timeout.toMillis() + " ms"
                        : "the address cannot be fetched: " + failure.getMessage());
    }
}
