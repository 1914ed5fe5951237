package dev.mcpgateway.session;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Futures for which several callers wait: each is called back on its own event loop, not on that of the first. */
final class OnCallersContext {
    private OnCallersContext() {}

    static <T> Future<T> of(Vertx vertx, Future<T> shared) {
        Context context = vertx.getOrCreateContext();
        Promise<T> own = Promise.promise();
        shared.onComplete(done -> context.runOnContext(now -> own.complete(done.result(), done.cause())));
        return own.future();
    }
}
