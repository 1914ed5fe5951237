package dev.mcpgateway.provider.upstream.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpgateway.protocol.InvalidMessage;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.SseEvent;
import dev.mcpgateway.protocol.SseEventTooLarge;
import dev.mcpgateway.protocol.SseParser;
import dev.mcpgateway.provider.upstream.channel.Deadlines.Deadline;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The event stream of an {@link HttpSseChannel}. Lives on the event loop that opened it. */
final class HttpSseStream {
    private final HttpSseChannel channel;
    private final HttpEndpoint endpoint;
    private final PersonHeaders person;
    private final ContextInternal context = ContextInternal.current();
    private final Promise<RequestOptions> target = Promise.promise();
    private final SseParser parser;
    private final Deadline opening;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean over;

    HttpSseStream(HttpSseChannel channel, HttpEndpoint endpoint, PersonHeaders person) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.person = person;
        this.parser =
                new SseParser(Math.toIntExact(endpoint.config().limits().responseBytes()), this::event, channel::alive);
        Duration most = endpoint.config().deadlines().initialize();
        this.opening = Deadlines.current()
                .start(most, () -> end(UpstreamFailure.timedOut("no endpoint event", most, "deadlines.initialize")));
    }

    /** Where messages are to be sent; completes on any thread. */
    Future<RequestOptions> target() {
        return target.future();
    }

    void open(MultiMap headers) {
        endpoint.unpooled(endpoint.target(HttpMethod.GET, endpoint.url()))
                .onComplete(
                        connected -> connected(connected, headers),
                        cause -> end(endpoint.failures().unreachable(cause)));
    }

    /** Stops reading, from any thread. */
    void pause() {
        context.runOnContext(_ -> {
            if (response != null) {
                response.pause();
            }
        });
    }

    void resume() {
        context.runOnContext(_ -> {
            if (response != null) {
                response.resume();
            }
        });
    }

    /** Ends the stream, from any thread. */
    void close() {
        context.runOnContext(_ -> end(UpstreamFailure.aborted()));
    }

    private void connected(HttpClientRequest connected, MultiMap headers) {
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        connected.headers().addAll(headers).set(HttpHeaders.ACCEPT, HttpEndpoint.EVENTS);
        endpoint.addOwnHeaders(connected.headers());
        person.addTo(connected.headers());
        connected.response().onComplete(this::responded, this::broken);
        connected.end();
    }

    private void responded(HttpClientResponse head) {
        if (over) {
            return;
        }
        response = head;
        head.handler(this::chunk).exceptionHandler(this::broken);
        head.endHandler(_ -> end(new UpstreamFailure(Kind.SESSION_LOST, "its event stream has ended")));
        if (head.statusCode() != 200) {
            end(endpoint.failures().refused(head));
        } else if (!HttpAnswers.isEventStream(head)) {
            end(UpstreamFailure.garbled("it answered a GET with a content type that is not SSE"));
        }
    }

    private void broken(Throwable cause) {
        end(new UpstreamFailure(
                Kind.SESSION_LOST,
                String.valueOf(endpoint.failures().broken(cause).getMessage())));
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        try {
            parser.handle(chunk);
        } catch (SseEventTooLarge e) {
            end(UpstreamFailure.tooLarge("an event", e.limit()));
        } catch (InvalidMessage e) {
            end(UpstreamFailure.garbled("an event is no JSON-RPC message: " + e.getMessage()));
        }
    }

    private void event(SseEvent event) {
        if (over || event.isEmpty()) {
            return;
        }
        String type = event.event();
        if ("endpoint".equals(type)) {
            if (!target.future().isComplete()) {
                endpoint(event.data().toString(UTF_8).strip());
            }
        } else if (type == null || type.equals("message")) {
            channel.received(event.message(JsonLimits.DEFAULT), event.data().length());
        }
    }

    /** Messages carry credentials, so they go nowhere but where the stream came from. */
    private void endpoint(String reference) {
        URI base = endpoint.url();
        URI uri;
        try {
            uri = base.resolve(reference);
        } catch (IllegalArgumentException _) {
            end(UpstreamFailure.garbled("its endpoint event holds no URI"));
            return;
        }
        if (!isSameOrigin(base, uri)) {
            end(UpstreamFailure.garbled("its endpoint event names another origin, which gets no credentials"));
            return;
        }
        opening.cancel();
        target.complete(endpoint.target(HttpMethod.POST, uri));
    }

    private static boolean isSameOrigin(URI base, URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(Objects.requireNonNullElse(uri.getHost(), ""))
                && HttpEndpoint.port(base) == HttpEndpoint.port(uri);
    }

    private void end(UpstreamFailure failure) {
        if (over) {
            return;
        }
        over = true;
        opening.cancel();
        if (request != null) {
            request.reset();
        }
        if (!target.tryFail(failure)) {
            channel.lose(failure);
        }
    }
}
