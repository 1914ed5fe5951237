package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.session.Session;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
    private volatile @Nullable String lastEventId;
    private volatile long retryMillis = DEFAULT_RETRY_MILLIS;
    private volatile boolean answered;

    SseCall(EventLoop loop, Dispatcher dispatcher, Session session) {
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.session = session;
    }

    void start(Message request, MultiMap headers, String requestId) {
        Call started = new Call(session, request, headers, requestId, this);
        call = started;
        session.enter();
        loop.exchanges().add(this);
        dispatcher.request(started).onComplete(reply -> {
            if (reply.failed()) {
                fail(started, Answers.typed(reply.cause()));
            } else if (reply.result().body() == null) {
                resume(started, MOST_RESUMPTIONS);
            } else {
                finish(started, Message.parse(reply.result().body(), JsonLimits.DEFAULT));
            }
        });
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
                .timer(retryMillis, java.util.concurrent.TimeUnit.MILLISECONDS)
                .onSuccess(now -> provider.resume(session, upstreamId, this)
                        .compose(listening -> listening.ended().transform(ended -> Future.succeededFuture()))
                        .onComplete(ended -> {
                            if (!answered) {
                                resume(started, left - 1);
                            }
                        }));
    }

    private void fail(Call started, McpError error) {
        if (!answered) {
            finish(started, Message.parse(error.toMessage(started.message().requireId()), JsonLimits.DEFAULT));
        }
    }

    private void finish(Call started, Message response) {
        if (answered) {
            return;
        }
        answered = true;
        loop.exchanges().remove(this);
        session.stream().send(PushedEvent.of("", response));
        session.leave();
        loop.context()
                .observer()
                .answered(
                        String.valueOf(started.message().method()),
                        "http+sse",
                        session.version().era(),
                        started.provider(),
                        response.error() == null ? "result" : "error",
                        System.nanoTime() - startNanos);
    }

    @Override
    public void begin() {
        // The session's stream is open.
    }

    @Override
    public void send(PushedEvent event) {
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
            finish(started, message);
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
