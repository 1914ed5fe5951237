package dev.mcpgateway.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes audit lines on a thread of its own, from a queue with a limit in bytes. */
public final class AuditWriter implements AuditLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final byte[] END = new byte[0];
    private static final int BATCH = 1_000;
    /** Lines gather for this long, since waking the thread and writing for each alone costs more than the line. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final AuditTarget target;
    private final InstantSource clock;
    private final long limit;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;
    private long reported = System.nanoTime() - REPORT_NANOS;

    AuditWriter(AuditTarget target, InstantSource clock, long limit) {
        this.target = target;
        this.clock = clock;
        this.limit = limit;
        this.thread = Thread.ofPlatform().name("audit").daemon().start(this::run);
    }

    /**
     * Writes to a file, opened with the first line.
     *
     * @param queuedBytes how much may wait
     */
    public static AuditWriter toFile(Path file, long queuedBytes) {
        return new AuditWriter(new AuditFile(file), InstantSource.system(), queuedBytes);
    }

    /** Writes to a stream of the process, which stays open. */
    public static AuditWriter toStream(PrintStream out, long queuedBytes) {
        return new AuditWriter(new AuditStream(out), InstantSource.system(), queuedBytes);
    }

    @Override
    public void record(AuditEvent event) {
        byte[] line = AuditLine.of(clock.instant(), event);
        if (closed) {
            dropped.increment();
        } else if (queued.addAndGet(line.length) > limit) {
            queued.addAndGet(-line.length);
            dropped.increment();
        } else {
            queue.add(line);
        }
    }

    /** How many lines were lost because the queue was full, or because they could not be written. */
    public long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<byte[]> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                if (!closed && queue.size() < BATCH) {
                    Thread.sleep(GATHER);
                }
                queue.drainTo(batch, BATCH);
                boolean end = batch.getLast().length == 0;
                if (end) {
                    batch.removeLast();
                }
                write(batch);
                batch.clear();
                if (end) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<byte[]> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(bytes::writeBytes);
        try {
            if (bytes.size() > 0) {
                target.write(bytes.toByteArray());
            }
        } catch (IOException e) {
            dropped.add(lines.size());
            if (System.nanoTime() - reported >= REPORT_NANOS) {
                reported = System.nanoTime();
                LOG.error("the audit log cannot be written, lines are lost: {}", e.toString());
            }
        } finally {
            queued.addAndGet(-bytes.size());
        }
    }

    /** Writes what waits, for two seconds at most. Blocks. */
    @Override
    public void close() {
        closed = true;
        queue.add(END);
        try {
            if (thread.join(CLOSE)) {
                target.close();
            } else {
                LOG.warn("the audit log was not written to its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the audit log was not closed: {}", e.toString());
        }
    }
}
