package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
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
final class StreamableHttpChannel implements Channel, PostTarget {
    private static final CharSequence JSON_OR_EVENTS =
            HttpHeaders.createOptimized("application/json, text/event-stream");

    private final HttpEndpoint endpoint;
    private final PersonHeaders person;
    private final RequestOptions post;
    private final RequestOptions get;
    private final RequestOptions delete;
    private final Set<HttpExchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Set<HttpStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile HttpSession session = HttpSession.NONE;

    StreamableHttpChannel(HttpEndpoint endpoint, PersonHeaders person) {
        this.endpoint = endpoint;
        this.person = person;
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
        session = new HttpSession(sessionId, protocolVersion);
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
    private Future<Void> endSession(HttpSession ended) {
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

    @Override
    public UpstreamConfig config() {
        return endpoint.config();
    }

    @Override
    public HttpFailures failures() {
        return endpoint.failures();
    }

    @Override
    public HttpSession session() {
        return session;
    }

    @Override
    public Future<HttpClientRequest> post(boolean standing) {
        return standing ? endpoint.unpooled(post) : endpoint.pooled(post);
    }

    @Override
    public void addHeaders(MultiMap headers, HttpSession current, MultiMap outbound) {
        headers.addAll(outbound);
        headers.set(HttpHeaders.CONTENT_TYPE, HttpEndpoint.JSON);
        headers.set(HttpHeaders.ACCEPT, JSON_OR_EVENTS);
        addOwnHeaders(headers, current);
    }

    Future<HttpClientRequest> get() {
        return endpoint.unpooled(get);
    }

    void addGetHeaders(MultiMap headers, HttpSession current, MultiMap outbound, @Nullable String lastEventId) {
        headers.addAll(outbound);
        headers.set(HttpHeaders.ACCEPT, HttpEndpoint.EVENTS);
        if (lastEventId != null) {
            headers.set(McpHeaders.LAST_EVENT_ID, lastEventId);
        }
        addOwnHeaders(headers, current);
    }

    private void addOwnHeaders(MultiMap headers, HttpSession current) {
        if (current.id() != null) {
            headers.set(McpHeaders.SESSION_ID, current.id());
        }
        if (current.version() != null) {
            headers.set(McpHeaders.PROTOCOL_VERSION, current.version());
        }
        endpoint.addOwnHeaders(headers);
        person.addTo(headers);
    }

    @Override
    public void began(HttpExchange exchange) {
        exchanges.add(exchange);
    }

    @Override
    public void sent(HttpExchange exchange) {
        // It is the same to this channel.
    }

    @Override
    public void ended(HttpExchange exchange) {
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
