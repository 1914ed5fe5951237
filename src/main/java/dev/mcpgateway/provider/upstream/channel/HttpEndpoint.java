package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one remote upstream. Each event loop has a client of its own, so that no call hops to another loop for a
 * free connection. Short requests share its pool; a stream takes a connection to itself.
 *
 * <p>The clients belong to the context that made the endpoint and close with it, whichever verticle used them first.
 */
final class HttpEndpoint {
    /**
     * Below the 5 s after which common servers close an idle connection without having announced it: a request that meets such
     * a close on the wire cannot be told from one that was run.
     */
    private static final int KEEP_ALIVE_SECONDS = 4;

    /** Connections beyond the calls allowed at once, for notifications, responses and the end of sessions. */
    private static final int SPARE_CONNECTIONS = 64;

    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");

    private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("mcp-gateway");
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Context owner;
    private final UpstreamConfig config;
    private final UpstreamTransport.Http transport;
    private final boolean ssl;
    private final @Nullable ProxyServer proxy;
    private final HttpFailures failures;
    private final Map<String, String> configuredHeaders = new LinkedHashMap<>();
    private final Map<Thread, Future<HttpClientAgent>> clients = new ConcurrentHashMap<>();
    private volatile boolean closed;

    HttpEndpoint(Vertx vertx, UpstreamConfig config, UpstreamTransport.Http transport, ProxySelection proxies) {
        this.vertx = vertx;
        this.owner = vertx.getOrCreateContext();
        this.config = config;
        this.transport = transport;
        this.ssl = "https".equalsIgnoreCase(transport.url().getScheme());
        this.proxy = transport.useProxy() ? proxies.select(transport.url()) : null;
        this.failures = new HttpFailures(transport.url(), config.deadlines().connect());
        transport.headers().forEach((name, value) -> configuredHeaders.put(name, value.reveal()));
        if (proxy != null && !ssl && proxy.username() != null) {
            configuredHeaders.put(
                    HttpHeaders.PROXY_AUTHORIZATION.toString(), basic(proxy.username(), proxy.password()));
        }
    }

    UpstreamConfig config() {
        return config;
    }

    HttpFailures failures() {
        return failures;
    }

    URI url() {
        return transport.url();
    }

    /** What every request to this URI of the upstream has in common; made once and shared. */
    RequestOptions target(HttpMethod method, URI uri) {
        int port = port(uri);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String pathAndQuery = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(host(uri))
                .setPort(port)
                .setSsl(ssl)
                .setURI(pathAndQuery);
        if (proxy != null && !ssl) {
            // Without TLS a proxy is asked for the whole URI (RFC 9112, section 3.2.2); with TLS Vert.x opens a tunnel.
            String authority = port == 80 ? uri.getHost() : uri.getHost() + ':' + port;
            options.setServer(SocketAddress.inetSocketAddress(proxy.port(), proxy.host()))
                    .setURI("http://" + authority + pathAndQuery);
        }
        return options;
    }

    /** A request on a connection of the pool, or a new one, of the calling event loop. */
    Future<HttpClientRequest> pooled(RequestOptions target) {
        Future<HttpClientAgent> client = client();
        return client.succeeded() ? client.result().request(target) : client.compose(c -> c.request(target));
    }

    /** A request on a connection that ends with it. */
    Future<HttpClientRequest> unpooled(RequestOptions target) {
        HttpConnectOptions connect = new HttpConnectOptions()
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setSsl(target.isSsl());
        if (target.getServer() instanceof SocketAddress server) {
            connect.setServer(server);
        }
        return client().compose(c -> c.connect(connect))
                .compose(connection -> connection.request(target))
                .onSuccess(request -> request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }

    /** Sets the headers of every request, the configured ones last, so that they win over all others. */
    void addOwnHeaders(MultiMap headers) {
        headers.set(HttpHeaders.USER_AGENT, USER_AGENT);
        configuredHeaders.forEach(headers::set);
    }

    Future<Void> close() {
        closed = true;
        return Future.join(clients.values().stream()
                        .map(client -> client.compose(HttpClientAgent::close))
                        .toList())
                .mapEmpty();
    }

    private Future<HttpClientAgent> client() {
        Future<HttpClientAgent> client = clients.get(Thread.currentThread());
        if (client != null && client.succeeded()) {
            return client;
        }
        ContextInternal caller = ContextInternal.current();
        PromiseInternal<HttpClientAgent> promise = caller.promise();
        clients.computeIfAbsent(Thread.currentThread(), _ -> newClient()).onComplete(promise);
        return promise.future();
    }

    private Future<HttpClientAgent> newClient() {
        // A client closes with the context that made it, so it is made where the endpoint was.
        Promise<HttpClientAgent> promise = Promise.promise();
        owner.runOnContext(_ -> {
            if (closed) {
                promise.fail(new IllegalStateException("closed"));
            } else {
                promise.complete(vertx.httpClientBuilder()
                        .with(clientOptions())
                        .with(poolOptions())
                        .build());
            }
        });
        return promise.future();
    }

    private PoolOptions poolOptions() {
        return new PoolOptions().setHttp1MaxSize(config.limits().concurrentCalls() + SPARE_CONNECTIONS);
    }

    private HttpClientOptions clientOptions() {
        int connectMillis = Math.toIntExact(config.deadlines().connect().toMillis());
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setMetricsName(config.name());
        UpstreamTransport.Tls tls = transport.tls();
        if (tls != null && tls.caFile() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(tls.caFile().toString()));
        }
        if (tls != null && tls.certFile() != null && tls.keyFile() != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(tls.certFile().toString())
                    .addKeyPath(tls.keyFile().toString()));
        }
        if (proxy != null && ssl) {
            ProxyOptions tunnel = new ProxyOptions()
                    .setType(ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port());
            if (proxy.username() != null) {
                tunnel.setUsername(proxy.username()).setPassword(reveal(proxy.password()));
            }
            options.setProxyOptions(tunnel);
        }
        return options;
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String basic(String username, @Nullable Secret password) {
        byte[] credentials = (username + ':' + reveal(password)).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static String reveal(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }
}
