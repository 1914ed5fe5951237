package dev.mcpgateway.app;

import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import org.jspecify.annotations.Nullable;

/** Says whether the store works, and if not, why. Checks that come at once, or while it does not answer, ask it once. */
final class StoreReadiness {

    /** A check has to be answered before those who ask give up. */
    private static final long PATIENCE_MILLIS = 1_500;

    private final Vertx vertx;
    private final RecordStore store;
    private @Nullable Future<Void> asked;
    private String lastFailure = "no failure before";

    StoreReadiness(Vertx vertx, RecordStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    void check(Promise<Status> check) {
        long timer = vertx.setTimer(
                PATIENCE_MILLIS,
                late -> check.tryComplete(
                        unavailable("no answer within " + PATIENCE_MILLIS + " ms; before: " + lastFailure())));
        ask().onComplete(answer -> {
            vertx.cancelTimer(timer);
            check.tryComplete(answer.succeeded() ? Status.OK() : unavailable(lastFailure()));
        });
    }

    private Future<Void> ask() {
        Promise<Void> mine = Promise.promise();
        synchronized (this) {
            if (asked != null) {
                return asked;
            }
            asked = mine.future();
        }
        store.ready().onComplete(answer -> {
            synchronized (this) {
                asked = null;
                lastFailure = answer.succeeded()
                        ? "no failure"
                        : String.valueOf(answer.cause().getMessage());
            }
            mine.complete(null, answer.cause());
        });
        return mine.future();
    }

    private synchronized String lastFailure() {
        return lastFailure;
    }

    private static Status unavailable(String why) {
        return Status.KO(new JsonObject().put("cause", why));
    }
}
