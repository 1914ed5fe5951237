package dev.mcpgateway.store;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Records by key, with optimistic concurrency and expiry. Every operation is atomic, reads see the last acknowledged
 * write, and an acknowledged write is as durable as the implementation says it is. Thread-safe; no method blocks, and a
 * returned future completes on the caller's Vert.x context.
 *
 * <p>A failed future carries a {@link StoreException}: {@link VersionConflict} when somebody else wrote in between,
 * {@link StoreUnavailable} when the store could not do it (after which a write may or may not have happened), and
 * {@link StoreCorrupt} when what it holds cannot be read.
 */
public interface RecordStore {

    /** The record, or empty when there is none or it expired. */
    Future<Optional<StoredRecord>> get(String key);

    /**
     * Writes the record if the stored one still has {@link StoredRecord#version()}; version 0 means that there must be
     * none. An expired record counts as none. The future has the record with its new version, which is one higher, and
     * fails with {@link VersionConflict} when the versions differ.
     */
    Future<StoredRecord> put(StoredRecord record);

    /** Deletes the record whatever its version; succeeds when there is none. */
    Future<Void> delete(String key);

    /**
     * Deletes the record if it still has that version, which is at least 1; fails with {@link VersionConflict} when it
     * has another one or does not exist.
     */
    Future<Void> delete(String key, long expectedVersion);

    /** Succeeds when records can be read now; for a check of readiness. */
    default Future<Void> ready() {
        return get("readiness").mapEmpty();
    }

    /**
     * Finishes what was accepted, then lets go of files and connections. What comes later fails with
     * {@link StoreUnavailable}; closing again does nothing.
     */
    Future<Void> close();
}
