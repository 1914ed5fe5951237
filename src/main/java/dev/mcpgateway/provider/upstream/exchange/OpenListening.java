package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.provider.Listening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stream that is listened to. */
public final class OpenListening implements Listening {
    /** The filter that honours nothing, and that of a legacy client, for whom there is none. */
    public static final JsonSlice NO_FILTER = JsonSlice.parse(Buffer.buffer("{}"), JsonLimits.DEFAULT);

    private final JsonSlice acknowledged;
    private final Promise<Void> ended = Promise.promise();
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param onClose called once, when the listener or the upstream ends it
     */
    public OpenListening(JsonSlice acknowledged, Runnable onClose) {
        this.acknowledged = acknowledged;
        this.onClose = onClose;
    }

    /** Ends it from the upstream's side. */
    public void end(Future<Void> how) {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
        how.onComplete(done -> {
            if (done.succeeded()) {
                ended.tryComplete();
            } else {
                ended.tryFail(done.cause());
            }
        });
    }

    @Override
    public JsonSlice acknowledged() {
        return acknowledged;
    }

    @Override
    public Future<Void> ended() {
        return ended.future();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
            ended.tryComplete();
        }
    }
}
