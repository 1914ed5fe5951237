package dev.mcpgateway.store;

import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KeyWrapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Envelope encryption around another store: values are sealed with AES-256-GCM under a data key of their owner, and that
 * key lies beside them, wrapped. Everything in a record but its value stays readable and is authenticated; one that was
 * edited, cut, or put under another key fails with {@link StoreCorrupt} and is logged. A record whose data key was
 * shredded counts as none.
 */
public final class SealedStore implements ShreddableStore {
    private static final Logger LOG = LoggerFactory.getLogger(SealedStore.class);

    /**
     * A new record is sealed with a key that was in the store this short a time ago, lest it be sealed with one that
     * another task has shredded since.
     */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final RecordStore records;
    private final DataKeys keys;
    private final InFlight inFlight = new InFlight();
    private final long sweepTimer;

    /**
     * @param records what this is put around, and closed with
     * @param wrappers the one that makes new data keys, then those that may still have to open older ones
     * @param lifetime how long an opened data key is kept in memory; at least 10 ms
     * @param limit of how many owners data keys are kept in memory
     */
    public SealedStore(
            Vertx vertx,
            RecordStore records,
            List<KeyWrapper> wrappers,
            InstantSource clock,
            Duration lifetime,
            int limit) {
        this.vertx = vertx;
        this.records = records;
        this.keys = new DataKeys(records, wrappers, new OwnerKeysCache(clock, lifetime, limit));
        this.sweepTimer = vertx.setPeriodic(Math.max(1, lifetime.toMillis() / 5), _ -> keys.sweep());
    }

    @Override
    public Future<Optional<StoredRecord>> get(String key) {
        return inFlight.track(() -> records.get(key)
                .compose(found -> found.isEmpty() ? Future.succeededFuture(found) : open(found.get()))
                .onFailure(SealedStore::report));
    }

    @Override
    public Future<StoredRecord> put(StoredRecord record) {
        if (record.value().length() > StoredRecord.MAX_VALUE_BYTES
                || record.kind().equals(WrappedKeys.KIND)) {
            throw new IllegalArgumentException(record.key() + " is too large or of the kind of the store's own");
        }
        return inFlight.track(() -> {
            OwnerKeys cached = keys.cached(record.owner(), record.version() == 0 ? FRESH : DataKeys.FOREVER);
            Future<StoredRecord> written = cached != null
                    ? put(record, cached)
                    : onCaller(() -> keys.toSeal(record.owner())).compose(made -> put(record, made));
            return written.onFailure(SealedStore::report);
        });
    }

    private Future<StoredRecord> put(StoredRecord record, OwnerKeys sealing) {
        int id = sealing.newest();
        DataKey key = sealing.get(id);
        if (key == null) {
            return Future.failedFuture(new StoreUnavailable("there is no data key for " + record.key()));
        }
        StoredRecord sealed;
        try {
            sealed = record.sealed(SealedValue.seal(record, id, key));
        } catch (KeyUnavailable e) {
            return Future.failedFuture(new StoreUnavailable(String.valueOf(e.getMessage()), e));
        }
        return records.put(sealed)
                .recover(failure -> failure instanceof VersionConflict && record.version() == 0
                        ? replaceShredded(sealed, failure)
                        : Future.failedFuture(failure))
                .map(_ -> record.withVersion(record.version() + 1));
    }

    /** What is in the way of a new record may be one that counts as none. */
    private Future<StoredRecord> replaceShredded(StoredRecord sealed, Throwable conflict) {
        return records.get(sealed.key())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : isShredded(found.get())
                                .compose(shredded -> shredded
                                        ? records.delete(
                                                        sealed.key(),
                                                        found.get().version())
                                                .map(true)
                                        : Future.succeededFuture(false)))
                .compose(gone -> gone ? records.put(sealed) : Future.failedFuture(conflict));
    }

    private Future<Boolean> isShredded(StoredRecord stored) {
        int id;
        try {
            id = SealedValue.keyId(stored);
        } catch (StoreCorrupt e) {
            return Future.succeededFuture(false);
        }
        return keys.toOpen(stored.owner(), id).map(known -> known.isDestroyed(id));
    }

    private Future<Optional<StoredRecord>> open(StoredRecord stored) {
        int id = SealedValue.keyId(stored);
        return keys.toOpen(stored.owner(), id).map(known -> {
            if (known.isDestroyed(id)) {
                return Optional.empty();
            }
            DataKey key = known.get(id);
            if (key == null) {
                throw SealedValue.corrupt(stored, "there is no data key " + id + " of its owner that opens");
            }
            try {
                Buffer value = SealedValue.open(stored, key);
                return Optional.of(stored.sealed(value));
            } catch (KeyUnavailable e) {
                throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
            }
        });
    }

    @Override
    public Future<Void> delete(String key) {
        return inFlight.track(() -> records.delete(key));
    }

    @Override
    public Future<Void> delete(String key, long expectedVersion) {
        return inFlight.track(() -> records.delete(key, expectedVersion));
    }

    @Override
    public Future<Void> shred(String owner) {
        return inFlight.track(() -> onCaller(() -> keys.shred(owner)).onFailure(SealedStore::report));
    }

    /** Also fails when this gateway cannot open what others like it have stored: then its secret is another. */
    @Override
    public Future<Void> ready() {
        return inFlight.track(() -> {
            OwnerKeys cached = keys.cached(StoredRecord.GATEWAY, DataKeys.FOREVER);
            return cached == null
                    ? onCaller(() -> keys.toSeal(StoredRecord.GATEWAY)).compose(SealedStore::requireComplete)
                    : records.get(WrappedKeys.key(StoredRecord.GATEWAY)).compose(_ -> requireComplete(cached));
        });
    }

    private static Future<Void> requireComplete(OwnerKeys gateway) {
        return gateway.isIncomplete()
                ? Future.failedFuture(new StoreCorrupt(
                        "a data key of the gateway does not open: put the secret that SESSION_SECRET had before behind"
                                + " the present one (SESSION_SECRET=new,old), restore the key file, or begin with an"
                                + " empty store",
                        null))
                : Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return inFlight.close().compose(_ -> {
            vertx.cancelTimer(sweepTimer);
            keys.close();
            return records.close();
        });
    }

    private <T> Future<T> onCaller(Supplier<Future<T>> operation) {
        var caller = vertx.getOrCreateContext();
        return Future.fromCompletionStage(operation.get().toCompletionStage(), caller);
    }

    private static void report(Throwable failure) {
        if (failure instanceof StoreCorrupt) {
            LOG.error("{}", failure.getMessage());
        }
    }
}
