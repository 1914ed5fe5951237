package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.FailurePolicy;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one upstream from hurting its neighbours: a limit on calls in flight, and a circuit breaker that stops asking a server
 * that cannot be reached. While all is well a call costs a few atomic operations and no timer.
 */
public final class Guard {
    private final Vertx vertx;
    private final UpstreamConfig config;
    private final String subject;
    private final CircuitBreaker breaker;
    private final CallLimit limit;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean closed = true;
    private volatile long openedAt;
    private volatile Provider.State state = Provider.State.UNKNOWN;

    public Guard(Vertx vertx, UpstreamConfig config, Failures failures) {
        this.vertx = vertx;
        this.config = config;
        this.subject = failures.subject();
        this.limit = new CallLimit(config.limits());
        this.breaker = CircuitBreaker.create(
                        config.name(),
                        vertx,
                        new CircuitBreakerOptions()
                                .setTimeout(-1)
                                .setResetTimeout(config.breaker().resetAfter().toMillis()))
                .failurePolicy((FailurePolicy<Object>) Guard::countsAgainst)
                .openHandler(opened -> {
                    openedAt = System.nanoTime();
                    closed = false;
                })
                .closeHandler(healthy -> closed = true);
    }

    /**
     * Does work that takes one of the places for calls.
     *
     * @param bytes how much is held while the work waits for its place
     * @return the outcome, on the caller's context; fails with {@code McpError} when the circuit is open or too many wait
     */
    public <T> Future<T> call(int bytes, Supplier<Future<T>> work) {
        if (limit.tryAcquire()) {
            return withPlace(work);
        }
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        CallLimit.Waiter waiter = new CallLimit.Waiter(
                bytes, () -> context.runOnContext(turn -> withPlace(work).onComplete(promise)));
        if (!limit.enqueue(waiter)) {
            return Future.failedFuture(McpError.overloaded(subject + " has "
                    + config.limits().concurrentCalls()
                    + " calls in flight and no room for more to wait (limits.concurrentCalls, queuedCalls,"
                    + " queuedBytes); nothing was sent. Try again later."));
        }
        return promise.future();
    }

    private <T> Future<T> withPlace(Supplier<Future<T>> work) {
        if (!closed) {
            return trial(work).andThen(done -> limit.release());
        }
        return start(work).andThen(done -> {
            note(done.cause());
            limit.release();
        });
    }

    /** Does work that takes no place: what opens a session or lasts as long as the client wishes. */
    public <T> Future<T> exchange(Supplier<Future<T>> work) {
        return closed ? start(work).andThen(done -> note(done.cause())) : trial(work);
    }

    /** While the circuit is open, one now and then is let through to see whether it can be closed again. */
    private <T> Future<T> trial(Supplier<Future<T>> work) {
        return breaker.execute(work)
                .andThen(done -> {
                    if (!(done.cause() instanceof OpenCircuitException)) {
                        note(done.cause());
                    }
                })
                .recover(failure ->
                        Future.failedFuture(failure instanceof OpenCircuitException ? unavailable() : failure));
    }

    private static <T> Future<T> start(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void note(@Nullable Throwable failure) {
        if (failure == null) {
            if (failures.get() != 0) {
                failures.set(0);
            }
            if (state != Provider.State.UP) {
                state = Provider.State.UP;
            }
        } else if (isAway(failure)) {
            state = Provider.State.DOWN;
            if (failures.incrementAndGet() >= config.breaker().failures() && closed) {
                failures.set(0);
                breaker.open();
            }
        }
    }

    private McpError unavailable() {
        long passed = (System.nanoTime() - openedAt) / 1_000_000;
        long left = Math.max(0, config.breaker().resetAfter().toMillis() - passed);
        return McpError.upstreamUnavailable(
                subject + " is unavailable: its last " + config.breaker().failures()
                        + " calls found it unreachable or too slow. Nothing was sent; it is tried again in "
                        + (left + 999) / 1000 + " s.");
    }

    private static boolean countsAgainst(Future<Object> done) {
        return done.failed() && isAway(done.cause());
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof UpstreamFailure lost
                && (lost.kind() == UpstreamFailure.Kind.UNREACHABLE || lost.kind() == UpstreamFailure.Kind.TIMED_OUT);
    }

    /** Whether the upstream answered last time. */
    public Provider.State state() {
        return state;
    }

    /** Calls in flight, those that wait not counted. */
    public int inFlight() {
        return limit.inFlight();
    }

    /** Calls that wait for a place. */
    public int waiting() {
        return limit.waiting();
    }
}
