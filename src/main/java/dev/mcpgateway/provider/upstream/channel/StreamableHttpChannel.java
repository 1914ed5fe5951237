package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of Streamable HTTP, for the sessions of 2025-03-26 to 2025-11-25 and for 2026-07-28 alike. Nothing but a
 * session id ties its requests together, so any task can go on with a session that another one began.
 */
final class StreamableHttpChannel implements Channel {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence JSON_OR_EVENTS =
            HttpHeaders.createOptimized("application/json, text/event-stream");
    private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("mcp-gateway");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");

    /**
     * What an initialize response has given.
     *
     * @param id the session id; null without a session
     * @param version the negotiated protocol version; null before there is one
     */
    record Session(@Nullable String id, @Nullable String version) {
        static final Session NONE = new Session(null, null);
    }

    private final HttpEndpoint endpoint;
    private final RequestOptions post;
    private final RequestOptions get;
    private final RequestOptions delete;
    private final Set<HttpExchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Set<HttpStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Session session = Session.NONE;

    StreamableHttpChannel(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
        this.post = endpoint.target(HttpMethod.POST, endpoint.url());
        this.get = endpoint.target(HttpMethod.GET, endpoint.url());
        this.delete = endpoint.target(HttpMethod.DELETE, endpoint.url());
    }

    @Override
    public Future<Answer> request(Outbound request, Inbound inbound) {
        return closed.get() ? Future.failedFuture(isClosed()) : new HttpExchange(this, request, inbound).start();
    }

    @Override
    public Future<Void> send(Outbound message) {
        return closed.get()
                ? Future.failedFuture(isClosed())
                : new HttpExchange(this, message, null).start().mapEmpty();
    }

    @Override
    public Future<Stream> listen(Outbound headers, @Nullable String lastEventId, Inbound inbound) {
        return closed.get()
                ? Future.failedFuture(isClosed())
                : new HttpStream(this, headers, lastEventId, inbound).open();
    }

    @Override
    public void session(@Nullable String sessionId, String protocolVersion) {
        session = new Session(sessionId, protocolVersion);
    }

    @Override
    public boolean isSessionBound() {
        return false;
    }

    @Override
    public Future<Void> lost() {
        return Promise.<Void>promise().future();
    }

    /** Also ends what is still in flight. Completes after the upstream's answer, or after a bounded time without one. */
    @Override
    public Future<Void> close() {
        if (!closed.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        exchanges.forEach(HttpExchange::close);
        streams.forEach(HttpStream::close);
        return session.id() == null ? Future.succeededFuture() : endSession(session);
    }

    /** DELETE, which an upstream may refuse (405) or have forgotten about (404): the session is over either way. */
    private Future<Void> endSession(Session ended) {
        Promise<Void> done = Promise.promise();
        Deadlines.Deadline deadline =
                Deadlines.current().start(config().deadlines().connect(), done::tryComplete);
        endpoint.pooled(delete)
                .compose(request -> {
                    addOwnHeaders(request.headers(), ended);
                    done.future().onComplete(_ -> request.reset());
                    return request.send().compose(HttpClientResponse::body);
                })
                .onComplete(_ -> {
                    deadline.cancel();
                    done.tryComplete();
                });
        return done.future();
    }

    UpstreamConfig config() {
        return endpoint.config();
    }

    HttpFailures failures() {
        return endpoint.failures();
    }

    Session session() {
        return session;
    }

    Future<HttpClientRequest> post(boolean standing) {
        return standing ? endpoint.unpooled(post) : endpoint.pooled(post);
    }

    void addPostHeaders(MultiMap headers, Session current, MultiMap outbound) {
        headers.addAll(outbound);
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT, JSON_OR_EVENTS);
        addOwnHeaders(headers, current);
    }

    Future<HttpClientRequest> get() {
        return endpoint.unpooled(get);
    }

    void addGetHeaders(MultiMap headers, Session current, MultiMap outbound, @Nullable String lastEventId) {
        headers.addAll(outbound);
        headers.set(HttpHeaders.ACCEPT, EVENTS);
        if (lastEventId != null) {
            headers.set(McpHeaders.LAST_EVENT_ID, lastEventId);
        }
        addOwnHeaders(headers, current);
    }

    private void addOwnHeaders(MultiMap headers, Session current) {
        headers.set(HttpHeaders.USER_AGENT, USER_AGENT);
        if (current.id() != null) {
            headers.set(McpHeaders.SESSION_ID, current.id());
        }
        if (current.version() != null) {
            headers.set(McpHeaders.PROTOCOL_VERSION, current.version());
        }
        endpoint.addConfiguredHeaders(headers);
    }

    void began(HttpExchange exchange) {
        exchanges.add(exchange);
    }

    void ended(HttpExchange exchange) {
        exchanges.remove(exchange);
    }

    void began(HttpStream stream) {
        streams.add(stream);
    }

    void ended(HttpStream stream) {
        streams.remove(stream);
    }

    private static UpstreamFailure isClosed() {
        return new UpstreamFailure(Kind.UNREACHABLE, "the session was ended here");
    }
}
