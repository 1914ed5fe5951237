package dev.mcpgateway.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP+SSE calls in flight on all event loops: the stream that has the answer may belong to another loop than the call, and
 * must not end before it.
 */
final class SseCalls {
    private int open;
    private @Nullable Promise<Void> idle;

    synchronized void begin() {
        open++;
    }

    void end() {
        Promise<Void> waiting = null;
        synchronized (this) {
            if (--open == 0) {
                waiting = idle;
                idle = null;
            }
        }
        if (waiting != null) {
            waiting.complete();
        }
    }

    /** Completes when none is left, on any thread. */
    synchronized Future<Void> idle() {
        if (open == 0) {
            return Future.succeededFuture();
        }
        if (idle == null) {
            idle = Promise.promise();
        }
        return idle.future();
    }
}
