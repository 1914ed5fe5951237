package dev.mcpgateway.store;

import dev.mcpgateway.crypto.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that uses the file of an {@link EmbeddedStore}. It takes what is waiting as a batch, does it in order,
 * commits once and then answers all of it: many writers share one fsync, and nobody sees what is not on the disk. In
 * between it erases expired records and compacts the file. When the file fails, what was in the batch fails, and the
 * file is opened anew.
 */
final class StoreThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

    /** Bounds the commit, and with it the wait of the first in the batch and the buffer that stays behind. */
    private static final int MAX_BATCH = 128;

    /** Nothing must have come for that long before the file is made smaller than it has to be. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long REOPEN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path dataDir;
    private final InstantSource clock;
    private final long sweepNanos;
    private final int maxPending;
    private final BlockingQueue<Operation<?>> pending = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;

    private @Nullable StoreFile file;
    private @Nullable StoreException failure;
    private long reopenAt;
    private long sweepAt;
    private boolean compacting;

    StoreThread(Path dataDir, InstantSource clock, Duration sweepInterval, int maxPending) {
        this.dataDir = dataDir;
        this.clock = clock;
        this.sweepNanos = sweepInterval.toNanos();
        this.maxPending = maxPending;
    }

    /** Succeeds when the file is open and whole, fails with {@link StoreException} when it cannot be used. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    <T> CompletableFuture<T> submit(Operation<T> operation) {
        synchronized (pending) {
            if (stopping) {
                operation.fail(new StoreUnavailable("the store is closed"));
            } else if (pending.size() >= maxPending) {
                operation.fail(new StoreUnavailable(
                        "the store is overloaded: " + maxPending + " requests are waiting for the disk"));
            } else {
                pending.add(operation);
            }
        }
        return operation.answer();
    }

    /** Accepts nothing more. */
    void stop() {
        synchronized (pending) {
            if (!stopping) {
                stopping = true;
                // Wakes the thread.
                pending.add(new Operation<>((_, _) -> true));
            }
        }
    }

    /** Succeeds when all that was accepted before {@link #stop()} is answered and the file is closed. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    private boolean isStopping() {
        synchronized (pending) {
            return stopping;
        }
    }

    @Override
    public void run() {
        try {
            StoreLock lock = StoreLock.acquire(dataDir);
            try {
                StoreFile created = StoreFileOpener.openOrCreate(dataDir);
                file = created;
                LOG.info("{} records in {}", created.size(), dataDir.resolve(StoreFileOpener.FILE_NAME));
                opened.complete(null);
                work();
            } finally {
                close();
                lock.release();
            }
        } catch (IOException e) {
            opened.completeExceptionally(
                    new StoreUnavailable("the store cannot be opened: " + PrivateFile.reason(e), e));
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(known(e));
        } finally {
            stop();
            pending.forEach(operation -> operation.fail(new StoreUnavailable("the store is closed")));
            stopped.complete(null);
        }
    }

    private void work() {
        sweepAt = System.nanoTime() + sweepNanos;
        while (true) {
            boolean last = isStopping();
            List<Operation<?>> batch = nextBatch(last ? 0 : patience());
            if (!batch.isEmpty()) {
                serve(batch);
            } else if (last) {
                return;
            }
            keepHouse(batch.isEmpty());
        }
    }

    private long patience() {
        if (file == null) {
            return sweepNanos;
        }
        return Math.clamp(sweepAt - System.nanoTime(), 0, compacting ? IDLE_NANOS : sweepNanos);
    }

    private List<Operation<?>> nextBatch(long patienceNanos) {
        List<Operation<?>> batch = new ArrayList<>();
        try {
            Operation<?> first = pending.poll(patienceNanos, TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                pending.drainTo(batch, MAX_BATCH - 1);
            }
        } catch (InterruptedException e) {
            LOG.warn("The record store was interrupted and closes");
            stop();
        }
        return batch;
    }

    private void serve(List<Operation<?>> batch) {
        try {
            StoreFile open = file();
            Instant now = clock.instant();
            batch.forEach(operation -> operation.run(open, now));
            open.commit();
            batch.forEach(Operation::acknowledge);
        } catch (RuntimeException | Error e) {
            StoreException known = broken(e);
            batch.forEach(operation -> operation.fail(known));
        }
    }

    private void keepHouse(boolean idle) {
        StoreFile open = file;
        if (open == null) {
            return;
        }
        try {
            if (System.nanoTime() - sweepAt >= 0) {
                sweep(open);
            } else if (idle && compacting) {
                compacting = open.compact();
            } else {
                open.keepUp();
            }
        } catch (RuntimeException | Error e) {
            broken(e);
        }
    }

    private void sweep(StoreFile open) {
        int erased = open.eraseExpired(clock.instant(), MAX_BATCH);
        open.commit();
        if (erased < MAX_BATCH) {
            sweepAt = System.nanoTime() + sweepNanos;
            compacting = open.beginCompaction();
        }
    }

    /** The open file, opened anew when it failed some time ago; never created anew, which would hide what is lost. */
    private StoreFile file() {
        StoreFile open = file;
        if (open != null) {
            return open;
        }
        if (failure != null && System.nanoTime() - reopenAt < 0) {
            throw failure;
        }
        open = StoreFileOpener.open(dataDir);
        LOG.info("Records are kept again");
        file = open;
        failure = null;
        return open;
    }

    /** Drops the file, whose state in memory may differ from that on the disk, and says so once. */
    private StoreException broken(Throwable cause) {
        StoreException known = known(cause);
        if (file != null || failure == null) {
            LOG.error("Records cannot be kept: {}", known.getMessage());
        }
        if (known != failure) {
            reopenAt = System.nanoTime() + REOPEN_AFTER_NANOS;
        }
        abandon();
        failure = known;
        return known;
    }

    private static StoreException known(Throwable cause) {
        return cause instanceof StoreException e ? e : new StoreUnavailable("the store failed: " + cause, cause);
    }

    private void abandon() {
        StoreFile open = file;
        file = null;
        compacting = false;
        if (open != null) {
            try {
                open.abandon();
            } catch (RuntimeException e) {
                LOG.debug("A store that failed did not close either", e);
            }
        }
    }

    private void close() {
        StoreFile open = file;
        if (open != null) {
            try {
                open.close();
            } catch (StoreException e) {
                // All that was acknowledged is on the disk.
                LOG.warn("The record store did not close cleanly: {}", e.getMessage());
                open.abandon();
            }
        }
    }
}
