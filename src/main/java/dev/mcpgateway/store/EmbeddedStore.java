package dev.mcpgateway.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Records in one file of one process. A write is acknowledged when it is on the disk: neither {@code kill -9} nor a
 * power failure loses it. One thread of its own does all the work, in the order of the calls; requests that wait at the
 * same time share one fsync. When the disk fails, requests fail with {@link StoreUnavailable} until it works again.
 */
public final class EmbeddedStore implements RecordStore, RecordPages {

    /** A default for {@code maxPending} of {@link #open}. */
    public static final int DEFAULT_MAX_PENDING = 10_000;

    private final Vertx vertx;
    private final StoreThread thread;

    private EmbeddedStore(Vertx vertx, StoreThread thread) {
        this.vertx = vertx;
        this.thread = thread;
    }

    /**
     * Opens the store in a directory, and creates both when there are none, with modes 0700 and 0600. Fails with
     * {@link StoreInUse} when another process has it open, with {@link StoreCorrupt} when its file is damaged, with
     * {@link StoreUnavailable} when that cannot be read or written, may be read by others, or is of a newer gateway; each
     * message names the file and says what to do.
     *
     * @param dataDir the directory; nobody else may write there
     * @param clock decides what is expired
     * @param sweepInterval how often expired records are erased and the file is compacted, if anything changed
     * @param maxPending how many requests may wait for the disk at once; further ones fail with
     *     {@link StoreUnavailable}
     */
    public static Future<EmbeddedStore> open(
            Vertx vertx, Path dataDir, InstantSource clock, Duration sweepInterval, int maxPending) {
        StoreThread thread = new StoreThread(dataDir, clock, sweepInterval, maxPending);
        Thread.ofPlatform().daemon().name("record-store").start(thread);
        return onCaller(vertx, thread.opened()).map(_ -> new EmbeddedStore(vertx, thread));
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        return submit((file, now) -> Optional.ofNullable(live(file.read(key), now)));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        return submit((file, now) -> {
            StoredRecord stored = file.read(record.key());
            requireVersion(live(stored, now), record.key(), record.version());
            StoredRecord next = record.withVersion(record.version() + 1);
            file.write(stored, next);
            return next;
        });
    }

    @Override
    public Future<Void> delete(String key) {
        return submit((file, _) -> {
                    StoredRecord stored = file.read(key);
                    if (stored != null) {
                        file.erase(stored);
                    }
                    return true;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return submit((file, now) -> {
                    StoredRecord stored = live(file.read(key), now);
                    if (stored == null || stored.version() != expectedVersion) {
                        throw new VersionConflict(key, expectedVersion);
                    }
                    file.erase(stored);
                    return true;
                })
                .mapEmpty();
    }

    /** Whether there is a store in that directory. */
    public static boolean exists(Path dataDir) {
        return Files.exists(dataDir.resolve(StoreFileOpener.FILE_NAME));
    }

    @Override
    public Future<Page> page(Part part, @Nullable String after) {
        return submit((file, now) -> file.page(part, after, now));
    }

    @Override
    public Future<Void> close() {
        thread.stop();
        return onCaller(vertx, thread.stopped());
    }

    private static @Nullable StoredRecord live(@Nullable StoredRecord stored, Instant now) {
        return stored == null || stored.isExpired(now) ? null : stored;
    }

    private static void requireVersion(@Nullable StoredRecord stored, String key, long expected) {
        long actual = stored == null ? 0 : stored.version();
        if (actual != expected) {
            throw new VersionConflict(key, expected);
        }
    }

    private <T> Future<T> submit(Operation.Work<T> work) {
        return onCaller(vertx, thread.submit(new Operation<>(work)));
    }

    private static <T> Future<T> onCaller(Vertx vertx, CompletableFuture<T> answer) {
        Context caller = vertx.getOrCreateContext();
        return Future.fromCompletionStage(answer, caller);
    }
}
