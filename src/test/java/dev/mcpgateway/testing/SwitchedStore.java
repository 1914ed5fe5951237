package dev.mcpgateway.testing;

import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoreUnavailable;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that can be switched off, and counts what it is asked. */
public final class SwitchedStore implements RecordStore {
    public final AtomicInteger reads = new AtomicInteger();
    public final AtomicInteger writes = new AtomicInteger();
    public volatile boolean down;
    private final RecordStore store;

    public SwitchedStore(RecordStore store) {
        this.store = store;
    }

    private <T> Future<T> unlessDown(Supplier<Future<T>> operation) {
        return down ? Future.failedFuture(new StoreUnavailable("switched off")) : operation.get();
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        if (!key.startsWith("revocations/")) {
            reads.incrementAndGet();
        }
        return unlessDown(() -> store.get(key));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        writes.incrementAndGet();
        return unlessDown(() -> store.put(record));
    }

    @Override
    public Future<Void> delete(String key) {
        return unlessDown(() -> store.delete(key));
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return unlessDown(() -> store.delete(key, expectedVersion));
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }
}
