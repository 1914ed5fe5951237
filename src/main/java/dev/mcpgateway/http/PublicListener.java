package dev.mcpgateway.http;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.TlsConfig;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.transport.Answers;
import dev.mcpgateway.transport.Incoming;
import dev.mcpgateway.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The listener that clients connect to, one on each event loop behind the same port. MCP requests go straight to the transports;
 * everything else goes through the router.
 */
public final class PublicListener {
    private static final Logger LOG = LoggerFactory.getLogger(PublicListener.class);
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final String ANY_ORIGIN = "*";

    private final Vertx vertx;
    private final Supplier<GatewayConfig> config;
    private final Transports transports;
    private final Authenticator authenticator;
    private final PublicRoutes routes;
    private final Router router;
    private final HttpServer server;
    private final ListeningSocket socket = new ListeningSocket();
    private volatile Policies policies;
    private volatile boolean draining;

    /** A policy and the configuration that it was made of. */
    private record Policies(GatewayConfig config, HostPolicy hosts) {}

    /**
     * @param authenticator asked before every request to the transports
     * @param routes what else is served, such as sign-in
     */
    public PublicListener(
            Vertx vertx,
            Supplier<GatewayConfig> config,
            Transports transports,
            Authenticator authenticator,
            PublicRoutes routes) {
        this.vertx = vertx;
        this.config = config;
        this.transports = transports;
        this.authenticator = authenticator;
        this.routes = routes;
        this.policies = new Policies(config.get(), HostPolicy.of(config.get()));
        this.router = Router.router(vertx);
        router.get("/health")
                .handler(context -> context.response()
                        .putHeader("content-type", "application/json")
                        .putHeader("cache-control", "no-store")
                        .end("{\"status\":\"ok\",\"timestamp\":\"" + Instant.now() + "\"}"));
        DescribedApi.mount(router, config);
        routes.mount().accept(router);
        router.route()
                .handler(context -> Answers.failure(
                        context.response(),
                        new McpError(
                                ErrorCode.INVALID_REQUEST,
                                "nothing is at this address; MCP clients use /mcp, or /sse for the older transport",
                                404)));
        this.server = vertx.createHttpServer(options(config.get())).requestHandler(this::handle);
        server.invalidRequestHandler(request -> {
            request.response().putHeader("connection", "close");
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
        });
        server.connectionHandler(this::connected);
        server.exceptionHandler(failure -> LOG.debug("connection: {}", failure.getMessage()));
    }

    /** More connections than are allowed would take the file descriptors that upstreams and the store need. */
    private void connected(HttpConnection connection) {
        socket.gave(connection);
        AtomicInteger open = transports.context().connections();
        if (open.incrementAndGet() > config.get().listener().connections()) {
            open.decrementAndGet();
            LOG.debug("a connection is refused: listener.connections are open");
            connection.close();
            return;
        }
        connection.closeHandler(closed -> open.decrementAndGet());
    }

    private static HttpServerOptions options(GatewayConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.listenerHost())
                // Any free port, but the same one on each event loop, is a negative one to Vert.x.
                .setPort(config.listener().port() == 0 ? -1 : config.listener().port())
                // Authorization requests carry a good part of their flow in the address.
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize((int) config.listener().headerBytes())
                .setIdleTimeout((int) config.listener().idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                // Some clients ask to upgrade their first POST; answering streams over HTTP/1.1 is all they need.
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                // A small frame may not become a large message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // A frame is read whole before it can be refused with a word; what is far too large ends the
                // connection.
                .setMaxWebSocketFrameSize(2 * (int) config.api().messageBytes())
                .setMaxWebSocketMessageSize(2 * (int) config.api().messageBytes());
        TlsConfig tls = config.listener().tls();
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certFile().toString())
                            .setKeyPath(tls.keyFile().toString()));
        }
        return options;
    }

    /** Listens; completes with the port. */
    public Future<Integer> listen() {
        return server.listen().map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        String requestId = RequestIds.of(request);
        request.response().putHeader(RequestIds.HEADER, requestId);
        MDC.put("requestId", requestId);
        if (draining && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("connection", "close");
        }
        String path = request.path() == null ? "" : request.path();
        if ("/health".equals(path)) {
            // Load balancers ask by address, so no Host is refused here.
            router.handle(request);
            return;
        }
        if (Transports.isForwarded(request)) {
            // Who took the request first has checked what follows, and says who asks.
            transports.handleForwarded(request, requestId);
            return;
        }
        HostPolicy hosts = hosts();
        String host = request.getHeader("host");
        if (host == null && request.authority() != null) {
            // HTTP/2 has a pseudo-header in its place.
            host = request.authority().toString();
        }
        if (!hosts.allowsHost(host)) {
            refuse(request, "the Host header names none of this gateway's names (listener.allowedHosts)");
            return;
        }
        String origin = request.getHeader("origin");
        boolean open = routes.openToPages().test(path);
        if (!open && !hosts.allowsOrigin(origin, host)) {
            refuse(request, "pages of this Origin may not call the gateway (listener.corsOrigins)");
            return;
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            Cors.preflight(request, open ? ANY_ORIGIN : origin, Transports.methods(path));
            return;
        }
        if (open) {
            Cors.expose(request.response(), ANY_ORIGIN);
        } else if (origin != null) {
            Cors.expose(request.response(), origin);
        }
        if (Transports.isWebSocket(path)) {
            authenticator.authenticate(
                    request,
                    principal -> transports.open(
                            incoming(request, principal, requestId), authenticator.again(request, principal)));
        } else if (Transports.serves(path)) {
            countWhileAnswered(request);
            authenticator.authenticate(
                    request, principal -> transports.handle(incoming(request, principal, requestId)));
        } else {
            router.handle(request);
        }
    }

    private Incoming incoming(HttpServerRequest request, Principal principal, String requestId) {
        return new Incoming(request, principal, requestId, asked -> PublicUrl.origin(config.get(), asked));
    }

    /** Connections that a load balancer keeps for later carry nothing: what counts is what is in use. */
    private void countWhileAnswered(HttpServerRequest request) {
        AtomicInteger active = transports.context().activeConnections();
        active.incrementAndGet();
        request.response().endHandler(ended -> active.decrementAndGet());
    }

    private static void refuse(HttpServerRequest request, String why) {
        Answers.failureAndClose(request, new McpError(ErrorCode.INVALID_REQUEST, why, 403));
    }

    @SuppressWarnings("ReferenceEquality") // a reload makes another object
    private HostPolicy hosts() {
        GatewayConfig now = config.get();
        Policies known = policies;
        if (known.config() != now) {
            known = new Policies(now, HostPolicy.of(now));
            policies = known;
        }
        return known.hosts();
    }

    /** From now on answers ask for a new connection, so that clients find another task. */
    public void announceDrain() {
        draining = true;
    }

    /** Refuses new connections; requests are still read from those that are there. May complete on another thread. */
    public Future<Void> stopAccepting() {
        return socket.close(vertx);
    }

    /** Refuses new connections and closes those that are idle; requests in flight get the time to end. */
    public Future<Void> close(long millis) {
        return server.shutdown(Math.max(1, millis), TimeUnit.MILLISECONDS);
    }
}
