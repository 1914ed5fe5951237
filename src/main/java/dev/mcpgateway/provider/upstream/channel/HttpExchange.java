package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.Deadlines.Deadline;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One POST and what comes back: a body, an event stream or, for what wants no response, a status alone. Lives on the event
 * loop that began it.
 */
final class HttpExchange implements EventReader.Receiver {
    /** How long an upstream may take to end a stream after its response, before the connection is given up. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final PostTarget target;
    private final UpstreamConfig config;
    private final Outbound outbound;
    private final @Nullable Inbound inbound;
    private final Message message;
    private final HttpSession session;
    private final Promise<Answer> promise = Promise.promise();
    private final ContextInternal context = ContextInternal.current();
    private final Deadlines deadlines = Deadlines.current();
    private final Deadline silence;
    private final Deadline total;
    private @Nullable Deadline connect;
    private @Nullable HttpClientRequest request;
    private @Nullable EventReader events;
    private @Nullable Buffer body;
    private @Nullable Deadline drain;
    private @Nullable String sessionId;
    private boolean repeated;
    private boolean over;

    /**
     * @param inbound takes what comes before the response; null when no response is expected
     */
    HttpExchange(PostTarget target, Outbound outbound, @Nullable Inbound inbound) {
        this.target = target;
        this.config = target.config();
        this.outbound = outbound;
        this.inbound = inbound;
        this.message = outbound.requireMessage();
        this.session = target.session();
        Duration mostSilence = outbound.silence(config.deadlines().idle());
        Duration mostTotal = outbound.total(config.deadlines().request());
        this.silence = deadlines.start(
                mostSilence, () -> fail(UpstreamFailure.timedOut("silence", mostSilence, "deadlines.idle")));
        this.total = deadlines.start(
                mostTotal, () -> fail(UpstreamFailure.timedOut("no response", mostTotal, "deadlines.request")));
    }

    Future<Answer> start() {
        target.began(this);
        outbound.onAbort(this::abort);
        if (!over) {
            connect();
        }
        return promise.future();
    }

    /** Gives up, from any thread. */
    void close() {
        context.runOnContext(_ -> abort());
    }

    private void abort() {
        fail(UpstreamFailure.aborted());
    }

    private void connect() {
        Future<HttpClientRequest> connecting = target.post(outbound.isStanding());
        if (!connecting.isComplete()) {
            connect = deadlines.start(
                    config.deadlines().connect(), () -> fail(target.failures().notConnected()));
        }
        connecting.onComplete(this::connected, this::unsent);
    }

    private void connected(HttpClientRequest connected) {
        if (connect != null) {
            connect.cancel();
        }
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        target.addHeaders(connected.headers(), session, outbound.headers());
        connected.response().onComplete(this::responded, this::broken);
        // What could not be written whole was not run: the upstream has no whole request.
        connected.end(message.toBuffer()).onFailure(this::unsent);
        target.sent(this);
    }

    private void unsent(Throwable cause) {
        if (!over && cause instanceof HttpClosedException && !repeated) {
            // A kept connection that the upstream had closed meanwhile.
            repeated = true;
            connect();
        } else {
            fail(target.failures().unreachable(cause));
        }
    }

    private void broken(Throwable cause) {
        fail(target.failures().broken(cause));
    }

    private void responded(HttpClientResponse head) {
        if (over) {
            return;
        }
        silence.touch();
        if (inbound != null && HttpAnswers.isEventStream(head)) {
            sessionId = head.getHeader(McpHeaders.SESSION_ID);
            inbound.begin();
            events = new EventReader(head, config.limits().responseBytes(), inbound, silence, this);
        } else {
            head.exceptionHandler(this::broken)
                    .handler(chunk -> chunk(head, chunk))
                    .endHandler(_ -> bodyEnded(head));
        }
    }

    private void chunk(HttpClientResponse head, Buffer chunk) {
        if (over) {
            return;
        }
        silence.touch();
        long limit = config.limits().responseBytes();
        if ((body == null ? 0L : body.length()) + chunk.length() > limit) {
            fail(UpstreamFailure.tooLarge("the response", limit));
        } else if (body == null) {
            body = HttpAnswers.roomFor(head, chunk);
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void bodyEnded(HttpClientResponse head) {
        if (over) {
            return;
        }
        HttpAnswers answers = new HttpAnswers(head, body == null ? Buffer.buffer() : body, session, target.failures());
        try {
            succeed(inbound == null ? answers.accepted() : answers.answer(message.requireId(), inbound));
        } catch (UpstreamFailure failure) {
            fail(failure);
        }
    }

    @Override
    public void response(Message response, @Nullable String eventId) {
        if (!HttpAnswers.belongs(response, message.requireId())) {
            fail(HttpAnswers.otherId());
            return;
        }
        HttpClientRequest draining = request;
        if (draining != null) {
            // The upstream should end the stream now, and then the connection can be used again.
            drain = deadlines.start(DRAIN, draining::reset);
        }
        succeed(new Answer(200, response, eventId, sessionId));
    }

    @Override
    public void ended(@Nullable String lastEventId) {
        if (drain != null) {
            drain.cancel();
        } else if (lastEventId != null) {
            succeed(new Answer(200, null, lastEventId, sessionId));
        } else {
            fail(new UpstreamFailure(Kind.BROKEN, "the event stream ended before the response"));
        }
    }

    @Override
    public void broken(Throwable cause, @Nullable String lastEventId) {
        if (drain == null && lastEventId == null) {
            broken(cause);
        } else {
            ended(lastEventId);
        }
    }

    @Override
    public void failed(UpstreamFailure failure) {
        fail(failure);
    }

    private void succeed(Answer answer) {
        if (finish()) {
            promise.complete(answer);
        }
    }

    private void fail(UpstreamFailure failure) {
        if (finish()) {
            if (request != null) {
                request.reset();
            }
            promise.fail(failure);
        }
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        silence.cancel();
        total.cancel();
        if (connect != null) {
            connect.cancel();
        }
        if (events != null) {
            events.stop();
        }
        target.ended(this);
        return true;
    }
}
