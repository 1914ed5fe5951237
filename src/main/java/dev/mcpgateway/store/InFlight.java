package dev.mcpgateway.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Counts what a store has begun, so that its close can wait for the end of it. Thread-safe. */
final class InFlight {

    private final Promise<Void> idle = Promise.promise();
    private int running;
    private boolean closed;

    /** Begins unless the store is closed. */
    <T> Future<T> track(Supplier<Future<T>> operation) {
        synchronized (this) {
            if (closed) {
                return Future.failedFuture(new StoreUnavailable("the store is closed"));
            }
            running++;
        }
        Future<T> answer;
        try {
            answer = operation.get();
        } catch (RuntimeException e) {
            ended();
            throw e;
        }
        return answer.onComplete(_ -> ended());
    }

    /** Nothing begins from now on; completes when all that began has ended. */
    Future<Void> close() {
        boolean done;
        synchronized (this) {
            closed = true;
            done = running == 0;
        }
        if (done) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private void ended() {
        boolean done;
        synchronized (this) {
            running--;
            done = closed && running == 0;
        }
        if (done) {
            idle.tryComplete();
        }
    }
}
