package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.config.SigningConfig;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that all tasks sign with, in one record of the store, encrypted as all of it. They are read when they are first needed
 * and again from time to time; whoever finds the newest too old adds another, which is published before it signs.
 */
public final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final String KEY = "signing-keys/identity";
    private static final String KIND = "signing-keys";
    private static final int TRIES = 5;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final RecordStore store;
    private final Supplier<SigningConfig> config;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Future<Void>> loading = new AtomicReference<>();
    private volatile Loaded loaded = new Loaded(List.of(), Instant.EPOCH);

    /** @param keys from the oldest to the newest */
    private record Loaded(List<SigningKey> keys, Instant at) {}

    /** @param config read anew at each use */
    public SigningKeys(Vertx vertx, RecordStore store, Supplier<SigningConfig> config, InstantSource clock) {
        this.vertx = vertx;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Completes when there is a key to sign with; fails when the store does not answer and there was none before. */
    public Future<Void> ready() {
        Loaded known = loaded;
        if (clock.instant().isBefore(known.at().plus(refreshInterval()))) {
            return Future.succeededFuture();
        }
        Future<Void> read = load();
        if (known.keys().isEmpty()) {
            return read;
        }
        // The keys that are known are good for longer than this.
        read.onFailure(failure -> {
            LOG.warn("the signing keys were not read again: {}", failure.getMessage());
            loaded = new Loaded(
                    known.keys(), clock.instant().minus(refreshInterval()).plus(RETRY));
        });
        return Future.succeededFuture();
    }

    private Duration refreshInterval() {
        return config.get().keyOverlap().dividedBy(4);
    }

    private Future<Void> load() {
        Future<Void> running = loading.get();
        if (running != null) {
            PromiseInternal<Void> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
            running.onComplete(here);
            return here.future();
        }
        Future<Void> begun = load(TRIES);
        if (!begun.isComplete() && loading.compareAndSet(null, begun)) {
            begun.onComplete(over -> loading.set(null));
        }
        return begun;
    }

    private Future<Void> load(int tries) {
        return store.get(KEY)
                .compose(found -> renewed(found))
                .<Void>map(keys -> {
                    loaded = new Loaded(keys, clock.instant());
                    return null;
                })
                .recover(failure -> failure instanceof VersionConflict && tries > 1
                        ? load(tries - 1)
                        : Future.failedFuture(failure));
    }

    /** The stored keys without those that are over, and with a new one when it is time. */
    private Future<List<SigningKey>> renewed(Optional<StoredRecord> found) {
        Instant now = clock.instant();
        SigningConfig times = config.get();
        List<SigningKey> stored = new ArrayList<>();
        found.ifPresent(record -> read(record.value(), stored));
        boolean young =
                !stored.isEmpty() && now.isBefore(stored.getLast().created().plus(times.keyLifetime()));
        if (young) {
            return Future.succeededFuture(List.copyOf(stored));
        }
        // One that was replaced signs until the new one is known, and its last tokens are checked for as long again.
        Instant over = now.minus(times.keyLifetime().multipliedBy(2))
                .minus(times.keyOverlap().multipliedBy(3));
        stored.removeIf(key -> key.created().isBefore(over));
        return vertx.executeBlocking(() -> SigningKey.generate(now)).compose(made -> {
            stored.add(made);
            Buffer value = write(stored);
            StoredRecord record = found.map(old -> old.with(StoredRecord.NEVER, value))
                    .orElseGet(() -> StoredRecord.create(KEY, KIND, StoredRecord.GATEWAY, StoredRecord.NEVER, value));
            return store.put(record).map(List.copyOf(stored));
        });
    }

    private static void read(Buffer value, List<SigningKey> keys) {
        for (Object key : new JsonObject(value).getJsonArray("keys")) {
            keys.add(SigningKey.fromJson((JsonObject) key));
        }
    }

    private static Buffer write(List<SigningKey> keys) {
        JsonArray array = new JsonArray();
        keys.forEach(key -> array.add(key.toJson()));
        return new JsonObject().put("keys", array).toBuffer();
    }

    /** The newest key that has been published for long enough; the first one signs at once. Null before {@link #ready}. */
    @Nullable
    SigningKey signing() {
        List<SigningKey> keys = loaded.keys();
        Instant published = clock.instant().minus(config.get().keyOverlap());
        for (int i = keys.size() - 1; i > 0; i--) {
            if (!keys.get(i).created().isAfter(published)) {
                return keys.get(i);
            }
        }
        return keys.isEmpty() ? null : keys.getFirst();
    }

    /** The public keys as a JSON Web Key Set (RFC 7517, section 5). */
    public Future<String> jwks() {
        return ready().map(ready -> {
            JsonArray keys = new JsonArray();
            loaded.keys().forEach(key -> keys.add(key.jwk()));
            return new JsonObject().put("keys", keys).encode();
        });
    }
}
