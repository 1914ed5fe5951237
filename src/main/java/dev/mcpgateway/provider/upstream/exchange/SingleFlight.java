package dev.mcpgateway.provider.upstream.exchange;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that runs once at a time: who asks while it runs gets the same outcome, each on its own context. */
public final class SingleFlight<T> {
    private final Vertx vertx;
    private final AtomicReference<@Nullable Promise<T>> running = new AtomicReference<>();

    public SingleFlight(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Joins the work that runs, or starts it. */
    public Future<T> run(Supplier<Future<T>> work) {
        while (true) {
            Promise<T> joined = running.get();
            if (joined != null) {
                return here(vertx, joined.future());
            }
            Promise<T> mine = Promise.promise();
            if (running.compareAndSet(null, mine)) {
                Future<T> here = here(vertx, mine.future());
                start(work).onComplete(done -> {
                    running.set(null);
                    mine.handle(done);
                });
                return here;
            }
        }
    }

    private static <T> Future<T> start(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** The same outcome, completed on the context of the caller. */
    public static <T> Future<T> here(Vertx vertx, Future<T> elsewhere) {
        Context context = vertx.getOrCreateContext();
        Promise<T> here = Promise.promise();
        elsewhere.onComplete(done -> {
            if (context.equals(Vertx.currentContext())) {
                here.handle(done);
            } else {
                context.runOnContext(now -> here.handle(done));
            }
        });
        return here.future();
    }
}
