package dev.mcpgateway.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records in this process alone: gone when it ends. For tests, and for a gateway that is to leave nothing behind. */
public final class MemoryStore implements ShreddableStore {

    private final ConcurrentHashMap<String, StoredRecord> records = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final InstantSource clock;
    private final long sweepTimer;
    private volatile boolean closed;

    /**
     * @param clock decides what is expired
     * @param sweepInterval how often expired records are dropped from memory; at least a millisecond
     */
    public MemoryStore(Vertx vertx, InstantSource clock, Duration sweepInterval) {
        this.vertx = vertx;
        this.clock = clock;
        this.sweepTimer = vertx.setPeriodic(sweepInterval.toMillis(), _ -> sweep());
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        return unlessClosed(() -> live(records.get(key)));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        return unlessClosed(() -> {
            StoredRecord next = record.withVersion(record.version() + 1);
            records.compute(record.key(), (key, stored) -> {
                if (live(stored).map(StoredRecord::version).orElse(0L) != record.version()) {
                    throw new VersionConflict(key, record.version());
                }
                return next;
            });
            return next;
        });
    }

    @Override
    public Future<Void> delete(String key) {
        return unlessClosed(() -> Optional.ofNullable(records.remove(key))).mapEmpty();
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return unlessClosed(() -> live(records.get(key))
                        .filter(stored -> stored.version() == expectedVersion && records.remove(key, stored))
                        .orElseThrow(() -> new VersionConflict(key, expectedVersion)))
                .mapEmpty();
    }

    @Override
    public Future<Void> shred(String owner) {
        return unlessClosed(
                        () -> records.values().removeIf(record -> record.owner().equals(owner)))
                .mapEmpty();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        vertx.cancelTimer(sweepTimer);
        records.clear();
        return Future.succeededFuture();
    }

    /** How many records are in memory, expired ones not yet swept included. */
    int size() {
        return records.size();
    }

    private void sweep() {
        Instant now = clock.instant();
        records.values().removeIf(record -> record.isExpired(now));
    }

    private Optional<StoredRecord> live(@Nullable StoredRecord stored) {
        return Optional.ofNullable(stored).filter(record -> !record.isExpired(clock.instant()));
    }

    private <T> Future<T> unlessClosed(Supplier<T> operation) {
        if (closed) {
            return Future.failedFuture(new StoreUnavailable("the store is closed"));
        }
        try {
            return Future.succeededFuture(operation.get());
        } catch (StoreException e) {
            return Future.failedFuture(e);
        }
    }
}
