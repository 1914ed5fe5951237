package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;

/** The listener of a duplex channel: takes what belongs to no call. */
final class DuplexStream implements Channel.Stream, DuplexReceiver {
    private final Inbound inbound;
    private final Consumer<DuplexStream> closed;
    private final ContextInternal context = ContextInternal.current();
    private final Taking taking;
    private final Promise<Void> ended = context.promise();

    /**
     * @param closed told when the stream is closed from above
     */
    DuplexStream(Inbound inbound, Consumer<DuplexStream> closed) {
        this.inbound = inbound;
        this.closed = closed;
        this.taking = new Taking(inbound, context);
    }

    @Override
    public void deliver(Message message, Runnable taken) {
        context.runOnContext(_ -> {
            if (ended.future().isComplete()) {
                taken.run();
            } else {
                inbound.event(message, null, null);
                taking.await(taken);
            }
        });
    }

    @Override
    public Future<Void> ended() {
        return ended.future();
    }

    @Override
    public void close() {
        closed.accept(this);
        end();
    }

    /** Ends the stream because another one takes over. */
    void end() {
        if (ended.tryComplete()) {
            context.runOnContext(_ -> taking.end());
        }
    }

    void fail(UpstreamFailure failure) {
        ended.tryFail(failure);
    }
}
