package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.Deadlines.Deadline;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A GET whose event stream stands until one side ends it. Lives on the event loop that opened it. */
final class HttpStream implements Channel.Stream, EventReader.Receiver {
    private final StreamableHttpChannel channel;
    private final Outbound outbound;
    private final @Nullable String lastEventId;
    private final Inbound inbound;
    private final HttpSession session;
    private final ContextInternal context = ContextInternal.current();
    private final Promise<Channel.Stream> opened = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private @Nullable Deadline opening;
    private @Nullable HttpClientRequest request;
    private boolean over;

    HttpStream(StreamableHttpChannel channel, Outbound outbound, @Nullable String lastEventId, Inbound inbound) {
        this.channel = channel;
        this.outbound = outbound;
        this.lastEventId = lastEventId;
        this.inbound = inbound;
        this.session = channel.session();
    }

    Future<Channel.Stream> open() {
        channel.began(this);
        outbound.onAbort(this::abort);
        if (!over) {
            // Servers may hold back the headers until there is an event, so this is the deadline of a silent call.
            Duration most = outbound.silence(channel.config().deadlines().idle());
            opening = Deadlines.current()
                    .start(most, () -> end(UpstreamFailure.timedOut("no stream", most, "deadlines.idle")));
            channel.get()
                    .onComplete(this::connected, cause -> end(channel.failures().unreachable(cause)));
        }
        return opened.future();
    }

    private void connected(HttpClientRequest connected) {
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        channel.addGetHeaders(connected.headers(), session, outbound.headers(), lastEventId);
        connected
                .response()
                .onComplete(this::responded, cause -> end(channel.failures().broken(cause)));
        connected.end();
    }

    private void responded(HttpClientResponse head) {
        if (over) {
            return;
        }
        if (opening != null) {
            opening.cancel();
        }
        head.exceptionHandler(cause -> end(channel.failures().broken(cause)));
        if (head.statusCode() == 404 && session.id() != null) {
            end(new UpstreamFailure(Kind.SESSION_LOST, 404, "it answered 404 to the session id"));
        } else if (head.statusCode() != 200) {
            end(channel.failures().refused(head));
        } else if (!HttpAnswers.isEventStream(head)) {
            end(UpstreamFailure.garbled("it answered a GET with a content type that is not SSE"));
        } else {
            opened.complete(this);
            inbound.begin();
            new EventReader(head, channel.config().limits().responseBytes(), inbound, null, this);
        }
    }

    @Override
    public void response(Message response, @Nullable String eventId) {
        inbound.event(response, eventId, null);
    }

    @Override
    public void ended(@Nullable String resumeAfter) {
        end(null);
    }

    @Override
    public void broken(Throwable cause, @Nullable String resumeAfter) {
        end(channel.failures().broken(cause));
    }

    @Override
    public void failed(UpstreamFailure failure) {
        end(failure);
    }

    @Override
    public Future<Void> ended() {
        return ended.future();
    }

    /** Ends the stream, from any thread. */
    @Override
    public void close() {
        context.runOnContext(_ -> end(null));
    }

    private void abort() {
        end(UpstreamFailure.aborted());
    }

    private void end(@Nullable UpstreamFailure failure) {
        if (over) {
            return;
        }
        over = true;
        channel.ended(this);
        if (opening != null) {
            opening.cancel();
        }
        if (request != null) {
            request.reset();
        }
        if (failure == null) {
            opened.tryFail(UpstreamFailure.aborted());
            ended.complete();
        } else if (!opened.tryFail(failure)) {
            ended.fail(failure);
        }
    }
}
