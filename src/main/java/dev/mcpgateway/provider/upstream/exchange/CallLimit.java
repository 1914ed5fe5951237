package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.config.UpstreamConfig.Limits;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The places for calls in flight at one upstream. Who finds none free waits in a queue that is bounded by count and by bytes,
 * and gets the place of the first call that ends.
 */
final class CallLimit {
    private final Limits limits;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();

    CallLimit(Limits limits) {
        this.limits = limits;
    }

    /** A call without a place; {@link #run} is called once, on any thread, when it has one. */
    static final class Waiter {
        private static final int WAITING = 0;
        private static final int DONE = 1;

        private final AtomicInteger state = new AtomicInteger(WAITING);
        private final int bytes;
        private final Runnable run;

        Waiter(int bytes, Runnable run) {
            this.bytes = bytes;
            this.run = run;
        }
    }

    /** Takes a place; false when all are taken. */
    boolean tryAcquire() {
        int taken = inFlight.get();
        while (taken < limits.concurrentCalls()) {
            if (inFlight.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = inFlight.get();
        }
        return false;
    }

    /** Waits for a place; false when too many wait already. */
    boolean enqueue(Waiter waiter) {
        if (waiting.incrementAndGet() > limits.queuedCalls()
                || waitingBytes.addAndGet(waiter.bytes) - waiter.bytes > limits.queuedBytes()) {
            forget(waiter);
            return false;
        }
        queue.add(waiter);
        // A place may have come free between the failed try and the queue.
        if (tryAcquire()) {
            handOver();
        }
        return true;
    }

    /** Stops waiting; false when the waiter has had its turn. */
    boolean cancel(Waiter waiter) {
        if (!waiter.state.compareAndSet(Waiter.WAITING, Waiter.DONE)) {
            return false;
        }
        queue.remove(waiter);
        forget(waiter);
        return true;
    }

    /** Gives a place back. */
    void release() {
        handOver();
    }

    private void handOver() {
        do {
            Waiter next = queue.poll();
            while (next != null) {
                if (next.state.compareAndSet(Waiter.WAITING, Waiter.DONE)) {
                    forget(next);
                    next.run.run();
                    return;
                }
                next = queue.poll();
            }
            inFlight.decrementAndGet();
        } while (!queue.isEmpty() && tryAcquire());
    }

    private void forget(Waiter waiter) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-waiter.bytes);
    }

    int inFlight() {
        return inFlight.get();
    }

    int waiting() {
        return waiting.get();
    }
}
