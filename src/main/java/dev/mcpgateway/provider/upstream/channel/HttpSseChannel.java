package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of HTTP+SSE (2024-11-05): one event stream that brings everything, opened when it is first needed, and a
 * POST for each message. When the stream ends the session has ended with it.
 */
final class HttpSseChannel extends DuplexChannel {
    private final HttpEndpoint endpoint;
    private final PersonHeaders person;
    private final Set<HttpExchange> exchanges = ConcurrentHashMap.newKeySet();
    private @Nullable HttpSseStream stream;

    HttpSseChannel(HttpEndpoint endpoint, PersonHeaders person) {
        super(endpoint.config());
        this.endpoint = endpoint;
        this.person = person;
    }

    @Override
    Future<Void> write(Outbound message, Runnable sent) {
        // The stream is open on the loop that opened it; the message is sent from the one that calls.
        PromiseInternal<RequestOptions> target = ContextInternal.current().promise();
        stream(message.headers()).target().onComplete(target);
        return target.future()
                .compose(post -> new HttpExchange(new Post(post, sent), message, null).start())
                .mapEmpty();
    }

    @Override
    void pause() {
        HttpSseStream current = current();
        if (current != null) {
            current.pause();
        }
    }

    @Override
    void resume() {
        HttpSseStream current = current();
        if (current != null) {
            current.resume();
        }
    }

    @Override
    Future<Void> release() {
        exchanges.forEach(HttpExchange::close);
        HttpSseStream current = current();
        if (current != null) {
            current.close();
        }
        return Future.succeededFuture();
    }

    void received(Message message, int length) {
        received(List.of(message), length);
    }

    private synchronized @Nullable HttpSseStream current() {
        return stream;
    }

    private synchronized HttpSseStream stream(MultiMap headers) {
        HttpSseStream current = stream;
        if (current == null || current.target().failed()) {
            current = new HttpSseStream(this, endpoint, person);
            stream = current;
            current.open(headers);
        }
        return current;
    }

    /** One message on its way to where the {@code endpoint} event said. */
    private final class Post implements PostTarget {
        /** Whatever its form, there is a session, and an upstream that does not know it answers 404. */
        private static final HttpSession IN_THE_ADDRESS = new HttpSession("", null);

        private final RequestOptions target;
        private final Runnable sent;

        Post(RequestOptions target, Runnable sent) {
            this.target = target;
            this.sent = sent;
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
            return IN_THE_ADDRESS;
        }

        @Override
        public Future<HttpClientRequest> post(boolean standing) {
            return endpoint.pooled(target);
        }

        @Override
        public void addHeaders(MultiMap headers, HttpSession session, MultiMap outbound) {
            headers.addAll(outbound).set(HttpHeaders.CONTENT_TYPE, HttpEndpoint.JSON);
            endpoint.addOwnHeaders(headers);
            person.addTo(headers);
        }

        @Override
        public void began(HttpExchange exchange) {
            exchanges.add(exchange);
        }

        @Override
        public void sent(HttpExchange exchange) {
            sent.run();
        }

        @Override
        public void ended(HttpExchange exchange) {
            exchanges.remove(exchange);
        }
    }
}
