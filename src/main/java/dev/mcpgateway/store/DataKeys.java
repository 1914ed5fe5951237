package dev.mcpgateway.store;

import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.UnopenableKey;
import dev.mcpgateway.store.WrappedKeys.WrappedKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of all owners: wrapped in the store, opened in memory for a while. Whoever needs the keys of an owner
 * while somebody else opens or makes them waits for the same answer. Futures complete on any thread.
 */
final class DataKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);

    private static final int MOST_CONFLICTS = 5;

    private final RecordStore records;
    private final List<KeyWrapper> wrappers;
    private final OwnerKeysCache cache;
    private final Map<String, Future<OwnerKeys>> opening = new ConcurrentHashMap<>();
    private final Map<String, Future<OwnerKeys>> making = new ConcurrentHashMap<>();

    /**
     * @param records where the wrapped keys lie
     * @param wrappers the one that makes new keys, then those that open older ones
     */
    DataKeys(RecordStore records, List<KeyWrapper> wrappers, OwnerKeysCache cache) {
        this.records = records;
        this.wrappers = List.copyOf(wrappers);
        this.cache = cache;
    }

    /** Keys to seal with, if they are in memory and were compared with the store at most that long ago. */
    @Nullable
    OwnerKeys cached(String owner, Duration checkedWithin) {
        OwnerKeys keys = cache.get(owner, checkedWithin);
        return keys == null || keys.newest() == 0 ? null : keys;
    }

    /** Keys to seal with, made if there are none, and just compared with the store. */
    Future<OwnerKeys> toSeal(String owner) {
        return open(owner)
                .compose(keys -> keys.newest() > 0
                        ? Future.succeededFuture(keys)
                        : shared(making, owner, () -> {
                            // Somebody else may have made one between the look and now.
                            OwnerKeys meanwhile = cached(owner, FOREVER);
                            return meanwhile == null ? make(keys, 0) : Future.succeededFuture(meanwhile);
                        }));
    }

    /** Keys to open with, which have that one or show that the store has it no more. */
    Future<OwnerKeys> toOpen(String owner, int id) {
        OwnerKeys keys = cache.get(owner, FOREVER);
        if (keys != null && knows(keys, id)) {
            return Future.succeededFuture(keys);
        }
        // What is being opened may have been read before that key was made; the second time it was not.
        return open(owner).compose(read -> knows(read, id) ? Future.succeededFuture(read) : open(owner));
    }

    /** No limit on when the keys in memory were last compared with the store. */
    static final Duration FOREVER = Duration.ofDays(365_000);

    private static boolean knows(OwnerKeys keys, int id) {
        return keys.get(id) != null || keys.isDestroyed(id);
    }

    /** Destroys all keys that the owner has; completes when they are out of the store and of this memory. */
    Future<Void> shred(String owner) {
        return shred(owner, 0).compose(_ -> {
            cache.remove(owner);
            Future<OwnerKeys> old = opening.get(owner);
            return old == null
                    ? Future.succeededFuture()
                    : old.transform(_ -> {
                        cache.remove(owner);
                        return Future.succeededFuture();
                    });
        });
    }

    private Future<Void> shred(String owner, int conflicts) {
        return read(owner)
                .compose(stored -> stored.keys().isEmpty()
                        ? Future.succeededFuture()
                        : records.put(stored.destroyed().toStored()).<Void>mapEmpty())
                .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                        ? shred(owner, conflicts + 1)
                        : Future.failedFuture(failure));
    }

    void sweep() {
        cache.sweep();
    }

    void close() {
        cache.clear();
    }

    private Future<WrappedKeys> read(String owner) {
        return records.get(WrappedKeys.key(owner)).map(stored -> WrappedKeys.of(owner, stored.orElse(null)));
    }

    private Future<OwnerKeys> open(String owner) {
        return shared(
                opening,
                owner,
                () -> read(owner).compose(stored -> {
                    OwnerKeys known = cache.confirm(stored);
                    return known == null
                            ? unwrap(stored).compose(this::renew).onSuccess(keys -> cache.put(owner, keys))
                            : Future.succeededFuture(known);
                }));
    }

    private Future<OwnerKeys> unwrap(WrappedKeys stored) {
        Map<Integer, DataKey> opened = new ConcurrentHashMap<>();
        List<Future<Void>> all = new ArrayList<>();
        for (WrappedKey each : stored.keys()) {
            all.add(unwrap(stored.owner(), each)
                    .onSuccess(key -> opened.put(each.id(), key))
                    .<Void>mapEmpty()
                    .recover(failure -> {
                        if (!(failure instanceof UnopenableKey)) {
                            return Future.failedFuture(failure);
                        }
                        LOG.error(
                                "data key {} of {} does not open: {}",
                                each.id(),
                                WrappedKeys.key(stored.owner()),
                                failure.getMessage());
                        return Future.succeededFuture();
                    }));
        }
        return Future.join(all)
                .map(_ -> new OwnerKeys(stored, new HashMap<>(opened)))
                .recover(failure -> {
                    opened.values().forEach(DataKey::wipe);
                    return Future.failedFuture(unavailable(failure));
                });
    }

    /** Writes keys anew that an older secret protects, so that it can be taken away one day. They are good as they are, too. */
    private Future<OwnerKeys> renew(OwnerKeys keys) {
        WrappedKeys before = keys.wrapped();
        WrappedKeys after = before.map(each -> keys.get(each.id()) == null ? each : renewed(before.owner(), each));
        if (after.equals(before)) {
            return Future.succeededFuture(keys);
        }
        return records.put(after.toStored())
                .map(stored -> new OwnerKeys(after.at(stored.version()), keys.opened()))
                .onSuccess(_ ->
                        LOG.info("{} is protected by the first secret from now on", WrappedKeys.key(before.owner())))
                .otherwise(failure -> {
                    LOG.debug("{} stays as it is: {}", WrappedKeys.key(before.owner()), failure.getMessage());
                    return keys;
                });
    }

    private WrappedKey renewed(String owner, WrappedKey key) {
        KeyWrapper wrapper = wrapper(key.scheme());
        Buffer renewed = wrapper == null ? null : wrapper.renewed(key.wrapped(), WrappedKeys.context(owner));
        return renewed == null ? key : new WrappedKey(key.id(), key.scheme(), renewed);
    }

    private @Nullable KeyWrapper wrapper(String scheme) {
        for (KeyWrapper wrapper : wrappers) {
            if (wrapper.scheme().equals(scheme)) {
                return wrapper;
            }
        }
        return null;
    }

    private Future<DataKey> unwrap(String owner, WrappedKey key) {
        KeyWrapper wrapper = wrapper(key.scheme());
        if (wrapper != null) {
            return wrapper.unwrap(key.wrapped(), WrappedKeys.context(owner));
        }
        return Future.failedFuture(new KeyUnavailable(
                "a data key was wrapped by '" + key.scheme() + "', which is not configured (store.kmsKeyId)", null));
    }

    /** Makes a key for an owner of whose keys none opens. */
    private Future<OwnerKeys> make(OwnerKeys present, int conflicts) {
        String owner = present.wrapped().owner();
        KeyWrapper wrapper = wrappers.getFirst();
        return wrapper.generate(WrappedKeys.context(owner))
                .recover(failure -> Future.failedFuture(unavailable(failure)))
                .compose(generated -> {
                    int id = present.wrapped().highest() + 1;
                    WrappedKeys next =
                            present.wrapped().with(new WrappedKey(id, wrapper.scheme(), generated.wrapped()));
                    return records.put(next.toStored())
                            .map(stored -> {
                                OwnerKeys made = new OwnerKeys(next.at(stored.version()), Map.of(id, generated.key()));
                                cache.put(owner, made);
                                return made;
                            })
                            .onFailure(_ -> generated.key().wipe());
                })
                .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                        ? open(owner)
                                .compose(others -> others.newest() > 0
                                        ? Future.succeededFuture(others)
                                        : make(others, conflicts + 1))
                        : Future.failedFuture(failure));
    }

    private static Throwable unavailable(Throwable failure) {
        return failure instanceof KeyUnavailable
                ? new StoreUnavailable("the data key is not available: " + failure.getMessage(), failure)
                : failure;
    }

    /** One at a time for each owner; who comes meanwhile gets the same answer. */
    private static <T> Future<T> shared(Map<String, Future<T>> running, String owner, Supplier<Future<T>> operation) {
        Promise<T> mine = Promise.promise();
        Future<T> others = running.putIfAbsent(owner, mine.future());
        if (others != null) {
            return others;
        }
        Future<T> started;
        try {
            started = operation.get();
        } catch (RuntimeException e) {
            started = Future.failedFuture(e);
        }
        started.onComplete(done -> {
            running.remove(owner);
            mine.complete(done.result(), done.cause());
        });
        return mine.future();
    }
}
