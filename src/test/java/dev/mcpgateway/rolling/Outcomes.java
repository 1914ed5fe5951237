package dev.mcpgateway.rolling;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How the calls of all clients ended. */
final class Outcomes {
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger sessionsLost = new AtomicInteger();
    final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    void answered(long took) {
        nanos.add(took);
    }

    void failed(String reason) {
        System.err.println("a call failed: " + reason);
        failures.incrementAndGet();
        reasons.merge(reason, 1, Integer::sum);
    }

    int answered() {
        return nanos.size();
    }

    /** Answered or failed. */
    int ended() {
        return answered() + failed();
    }

    int failed() {
        return failures.get();
    }

    /** A quantile of the times of answered calls, in milliseconds. */
    long millis(double quantile) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * quantile))] / 1_000_000;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
