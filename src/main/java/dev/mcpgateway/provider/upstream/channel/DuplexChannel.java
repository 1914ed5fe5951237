package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which all messages share one way in each direction (stdio, HTTP+SSE). Responses find their request by id; what
 * else arrives goes to the call it names or to whom it is most likely meant for, see {@link DuplexRouting}.
 */
abstract class DuplexChannel implements Channel {
    private final UpstreamConfig config;
    private final DuplexRouting routing;
    private final ReadAhead readAhead;
    private final Promise<Void> lost = Promise.promise();
    private final AtomicBoolean closed = new AtomicBoolean();

    DuplexChannel(UpstreamConfig config) {
        this.config = config;
        this.routing = new DuplexRouting(config.name());
        this.readAhead = new ReadAhead(config.limits().queuedBytes(), this::pause, this::resume);
    }

    /**
     * Writes a message, after connecting or starting what it is written to.
     *
     * @param sent called, on any thread, when the upstream may have the whole message
     * @return completes on any thread when the upstream has accepted it, fails when it has not
     */
    abstract Future<Void> write(Outbound message, Runnable sent);

    /** Stops reading from the upstream, soon. */
    abstract void pause();

    abstract void resume();

    /** Releases what the channel is made of. */
    abstract Future<Void> release();

    final UpstreamConfig config() {
        return config;
    }

    @Override
    public final Future<Answer> request(Outbound request, Inbound inbound) {
        DuplexCall call = new DuplexCall(config.deadlines(), request, inbound);
        call.answer().onComplete(_ -> routing.remove(call));
        UpstreamFailure refusal = routing.add(call);
        if (refusal != null) {
            call.fail(refusal);
        } else {
            write(request, call::sent).onFailure(cause -> call.fail(failure(cause)));
        }
        return call.answer();
    }

    @Override
    public final Future<Void> send(Outbound message) {
        UpstreamFailure ended = routing.ended();
        if (ended != null) {
            return Future.failedFuture(ended);
        }
        PromiseInternal<Void> promise = ContextInternal.current().promise();
        write(message, () -> {}).onComplete(promise::tryComplete, cause -> promise.tryFail(failure(cause)));
        message.onAbort(() -> promise.tryFail(UpstreamFailure.aborted()));
        return promise.future();
    }

    /** There is one listener; another one ends it. What cannot be resumed begins now, whatever the event id. */
    @Override
    public final Future<Stream> listen(Outbound headers, @Nullable String lastEventId, Inbound inbound) {
        DuplexStream stream = new DuplexStream(inbound, routing::remove);
        UpstreamFailure ended = routing.listen(stream);
        return ended != null ? Future.failedFuture(ended) : Future.succeededFuture(stream);
    }

    @Override
    public void session(@Nullable String sessionId, String protocolVersion) {
        // The session is the process or the stream itself.
    }

    @Override
    public final boolean isSessionBound() {
        return true;
    }

    @Override
    public final Future<Void> lost() {
        return lost.future();
    }

    @Override
    public final Future<Void> close() {
        if (!closed.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        routing.end(UpstreamFailure.aborted());
        return release();
    }

    /** Whether anybody waits for something from the upstream. */
    final boolean isInUse() {
        return routing.isInUse();
    }

    /** The upstream gives a sign of life that belongs to no call. */
    final void alive() {
        routing.alive();
    }

    /** Takes messages in the order in which they arrived, from one thread at a time. */
    final void received(List<Message> messages, int length) {
        readAhead.read(length);
        // The bytes count as taken when the last message of a batch is.
        Message last = messages.getLast();
        for (Message message : messages) {
            routing.route(message, message == last ? () -> readAhead.taken(length) : () -> {});
        }
    }

    /** Ends everything that waits: nothing more comes from the upstream. */
    final void lose(UpstreamFailure failure) {
        if (routing.end(failure)) {
            lost.tryComplete();
        }
    }

    private static UpstreamFailure failure(Throwable cause) {
        return cause instanceof UpstreamFailure failure
                ? failure
                : new UpstreamFailure(Kind.UNREACHABLE, String.valueOf(cause.getMessage()));
    }
}
