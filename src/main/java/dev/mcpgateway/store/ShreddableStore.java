package dev.mcpgateway.store;

import io.vertx.core.Future;

/** Records of which all that one owner has can be made unreadable at once. */
public interface ShreddableStore extends RecordStore {

    /**
     * Deletes the key that protects what this owner stored: those records exist no more, and cannot be read by anybody,
     * whoever has a copy of them. What the owner stores later has a new key. Another task may read them as long as it
     * keeps a key in memory ({@code store.dataKeyLifetime}).
     *
     * @param owner {@link StoredRecord#owner()}
     */
    Future<Void> shred(String owner);
}
