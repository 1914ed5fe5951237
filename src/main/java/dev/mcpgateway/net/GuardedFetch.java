package dev.mcpgateway.net;

import io.vertx.core.Future;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a document whose address somebody outside has named, and is not led to the inside by that: https alone, a name all of
 * whose addresses are public, the connection to the very address that was looked at, no redirects, limits on time and size.
 * A proxy on the way is told that address too, and not the name, which it could resolve otherwise.
 */
public final class GuardedFetch {
    private static final int HTTPS_PORT = 443;
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
     * @param proxies the HTTP proxy on the way to an address; null where there is none
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
        String host = uri.getHost();
        if (!"https".equalsIgnoreCase(uri.getScheme()) || host == null || uri.getRawUserInfo() != null) {
            return Future.failedFuture(new FetchRefused("only https addresses without user information are fetched"));
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        return resolver.resolve(name)
                .recover(unknown -> Future.failedFuture(new FetchRefused("the name " + name + " has no address")))
                .compose(addresses -> connect(uri, name, addresses, timeout, sent))
                .compose(HttpClientRequest::send)
                .compose(response -> read(response, maxBytes))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    HttpClientRequest request = sent.get();
                    if (request != null) {
                        request.reset();
                    }
                    return Future.failedFuture(refused(failure, timeout));
                });
    }

    private Future<HttpClientRequest> connect(
            URI uri,
            String name,
            List<InetAddress> addresses,
            Duration timeout,
            AtomicReference<@Nullable HttpClientRequest> sent) {
        // One inner address among outer ones is a trap, so it is all or nothing.
        if (addresses.isEmpty() || !addresses.stream().allMatch(allowed)) {
            return Future.failedFuture(
                    new FetchRefused("the name " + name + " has an address that is not on the public internet"));
        }
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(name)
                .setPort(port)
                .setSsl(true)
                // Not by name: whoever owns the name may have another answer for the second question.
                .setServer(SocketAddress.inetSocketAddress(
                        port, addresses.getFirst().getHostAddress()))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                // Longer than the whole may take, so that who waits always hears of the same limit.
                .setConnectTimeout(2 * timeout.toMillis())
                .setFollowRedirects(false)
                .putHeader("accept", "application/json")
                .putHeader("accept-encoding", "identity")
                .putHeader("user-agent", "mcp-gateway");
        ProxyOptions proxy = proxies.apply(uri);
        if (proxy != null) {
            options.setProxyOptions(proxy);
        }
        return client.request(options).onSuccess(sent::set);
    }

    private static Future<Document> read(HttpClientResponse response, long maxBytes) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(new FetchRefused(
                    "the address answered with status " + response.statusCode() + "; only 200 counts"));
        }
        Promise<Document> done = Promise.promise();
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
        response.endHandler(end -> done.tryComplete(
                new Document(body, response.getHeader("content-type"), response.getHeader("cache-control"))));
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
