package dev.mcpgateway.rolling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What became of one client's stream. */
final class StreamOutcome {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicLong lastHeard = new AtomicLong();

    void opened() {
        opened.incrementAndGet();
    }

    void refused(int status) {
        System.err.println("a stream was refused with " + status);
        refused.incrementAndGet();
    }

    /** The connection was cut, without an end of the stream. */
    void broke() {
        broken.incrementAndGet();
    }

    void heard() {
        lastHeard.set(System.nanoTime());
    }

    boolean isOpen() {
        return opened.get() > 0;
    }

    int resumed() {
        return Math.max(0, opened.get() - 1);
    }

    int refusals() {
        return refused.get();
    }

    int breaks() {
        return broken.get();
    }

    /** Whether a message came on it after this time of {@link System#nanoTime}. */
    boolean heardAfter(long nanos) {
        return lastHeard.get() - nanos > 0;
    }
}
