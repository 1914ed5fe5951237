package dev.mcpgateway.app.metrics;

import dev.mcpgateway.store.ShreddableStore;
import dev.mcpgateway.store.StoreCorrupt;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * {@code mcp_gateway_store_operations_seconds} and {@code mcp_gateway_store_failures_total}: the store as the gateway sees it, with
 * opening and sealing the records. A {@code conflict} is a write that came second, which is part of normal work.
 */
public final class MeasuredStore implements ShreddableStore {
    private static final String GET = "get";
    private static final String PUT = "put";
    private static final String DELETE = "delete";
    private static final String SHRED = "shred";
    private static final String READY = "ready";
    private static final String CONFLICT = "conflict";
    private static final String CORRUPT = "corrupt";
    private static final String UNAVAILABLE = "unavailable";

    private final ShreddableStore store;
    private final OperationMeters meters;

    /** Measures this store, which it owns from now on. */
    public MeasuredStore(ShreddableStore store, MeterRegistry registry) {
        this.store = store;
        this.meters = new OperationMeters(
                registry,
                "mcp.gateway.store",
                List.of(GET, PUT, DELETE, SHRED, READY),
                List.of(CONFLICT, CORRUPT, UNAVAILABLE),
                MeasuredStore::reason);
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case VersionConflict _ -> CONFLICT;
            case StoreCorrupt _ -> CORRUPT;
            default -> UNAVAILABLE;
        };
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        return meters.measure(GET, () -> store.get(key));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        return meters.measure(PUT, () -> store.put(record));
    }

    @Override
    public Future<Void> delete(String key) {
        return meters.measure(DELETE, () -> store.delete(key));
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return meters.measure(DELETE, () -> store.delete(key, expectedVersion));
    }

    @Override
    public Future<Void> shred(String owner) {
        return meters.measure(SHRED, () -> store.shred(owner));
    }

    @Override
    public Future<Void> ready() {
        return meters.measure(READY, store::ready);
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }
}
