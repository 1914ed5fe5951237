package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.session.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request of an HTTP+SSE client: what belongs to it goes to the session's stream. The client cannot resume a stream, so
 * where an upstream ends one before the answer the gateway resumes it in its place.
 */
final class SseCall implements Push, InFlight {
    private static final int MOST_RESUMPTIONS = 100;
    private static final long DEFAULT_RETRY_MILLIS = 1_000;

    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final Session session;
    private final long startNanos = System.nanoTime();
    private @Nullable Call call;
    private @Nullable String lastEventId;
    private long retryMillis = DEFAULT_RETRY_MILLIS;
    private boolean answered;

    SseCall(EventLoop loop, Dispatcher dispatcher, Session session) {
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.session = session;
    }

    void start(Message request, Incoming incoming) {
        Call started = new Call(session, incoming.principal(), request, incoming.headers(), incoming.requestId(), this);
        call = started;
        session.enter();
        loop.exchanges().add(this);
        loop.context().sseCalls().begin();
        dispatched(started)
                .onComplete(reply -> loop.run(() -> {
                    if (reply.failed()) {
                        fail(started, Answers.typed(reply.cause()));
                    } else if (reply.result().body() == null) {
                        resume(started, MOST_RESUMPTIONS);
                    } else {
                        answer(started, reply.result().body());
                    }
                }));
    }

    private Future<Reply> dispatched(Call started) {
        try {
            return dispatcher.request(started);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void answer(Call started, Buffer response) {
        try {
            Message parsed = Message.parse(response, JsonLimits.DEFAULT);
            finish(started, parsed, parsed.error() == null ? "result" : "error");
        } catch (McpError error) {
            fail(started, error);
        }
    }

    private void resume(Call started, int left) {
        String id = lastEventId;
        Provider provider = started.provider() == null ? null : dispatcher.provider(started.provider());
        if (id == null || provider == null || left == 0) {
            fail(started, McpError.outcomeUnknown("the upstream ended the stream of this call before its answer"));
            return;
        }
        String upstreamId = id.substring(provider.name().length() + 1);
        loop.context()
                .vertx()
                .timer(retryMillis, TimeUnit.MILLISECONDS)
                .onSuccess(now -> provider.resume(session, upstreamId, this)
                        .compose(listening -> listening.ended().transform(ended -> Future.succeededFuture()))
                        .onComplete(ended -> loop.run(() -> {
                            if (!answered) {
                                resume(started, left - 1);
                            }
                        })));
    }

    private void fail(Call started, McpError error) {
        if (!answered) {
            Buffer response = error.toMessage(started.message().requireId());
            finish(started, Message.parse(response, JsonLimits.DEFAULT), "gateway_error");
        }
    }

    private void finish(Call started, Message response, String outcome) {
        if (answered) {
            return;
        }
        answered = true;
        loop.exchanges().remove(this);
        session.stream().send(PushedEvent.of("", response));
        session.leave();
        loop.context().sseCalls().end();
        loop.context()
                .observer()
                .answered(
                        String.valueOf(started.message().method()),
                        "http+sse",
                        session.version().era(),
                        started.provider(),
                        outcome,
                        System.nanoTime() - startNanos);
    }

    @Override
    public void begin() {
        // The session's stream is open.
    }

    @Override
    public void send(PushedEvent event) {
        loop.run(() -> sent(event));
    }

    private void sent(PushedEvent event) {
        if (event.eventId() != null) {
            lastEventId = event.eventId();
        }
        if (event.retryMillis() != null) {
            retryMillis = event.retryMillis();
        }
        Message message = event.message();
        Call started = call;
        if (message == null || started == null) {
            return;
        }
        if (message.kind() == Message.Kind.RESPONSE
                && started.message().requireId().equals(message.id())) {
            finish(started, message, message.error() == null ? "result" : "error");
        } else {
            session.stream().send(PushedEvent.of(event.provider(), message));
        }
    }

    @Override
    public boolean writeQueueFull() {
        return session.stream().writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        session.stream().onDrain(handler);
    }

    @Override
    public void endLasting() {
        if (call != null) {
            call.end();
        }
    }

    @Override
    public void abandon() {
        if (call != null) {
            fail(call, InFlight.abandoned());
        }
    }
}
