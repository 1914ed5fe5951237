package dev.mcpgateway.session;

import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was revoked lately, as all tasks know it: one shared record, which each task reads every few seconds. That is how a
 * revocation reaches the streams and sessions that other tasks hold. Thread-safe.
 */
public final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final String KEY = "revocations/recent";
    private static final String KIND = "revocations";
    private static final int MOST_CONFLICTS = 20;
    /** Far below what fits into a record. Grants, sessions and selections go first: their own records say the same. */
    private static final int MOST_ENTRIES = 2_000;

    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final RecordStore store;
    private final Supplier<Duration> reach;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Revocation> known = Map.of();
    private volatile boolean loaded;

    /** @param reach within this time a revocation is to be known to all tasks; read anew at each use */
    public Revocations(Vertx vertx, RecordStore store, Supplier<Duration> reach) {
        this.vertx = vertx;
        this.store = store;
        this.reach = reach;
    }

    /** Begins to read the record again and again, for as long as Vert.x runs. A store that does not answer is asked again. */
    public void start() {
        poll().onComplete(polled -> {
            if (polled.failed()) {
                LOG.warn(
                        "what other tasks revoked could not be read: {}",
                        polled.cause().getMessage());
            }
            Duration half = reach.get().dividedBy(2);
            Duration wait = half.compareTo(SHORTEST_POLL) < 0
                    ? SHORTEST_POLL
                    : half.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : half;
            vertx.setTimer(wait.toMillis(), now -> start());
        });
    }

    /** Is told of each revocation that becomes known, on any thread: other tasks' as well as this one's. */
    public void onRevoked(Consumer<Revocation> listener) {
        listeners.add(listener);
    }

    /** Reads the record now. */
    public Future<Void> poll() {
        return store.get(KEY)
                .onSuccess(stored -> learn(stored.map(Revocations::decode).orElse(List.of())))
                .mapEmpty();
    }

    /** Whether the record was read at least once; before that nobody knows what is revoked. */
    public Future<Void> ready() {
        return loaded ? Future.succeededFuture() : poll();
    }

    /** Whether a thing was revoked at or after that moment. */
    public boolean revokedSince(Revocation.Kind kind, @Nullable String id, Instant given) {
        Revocation revocation = id == null ? null : known.get(kind + " " + id);
        return revocation != null && !given.isAfter(revocation.at());
    }

    /** Tells all tasks; completes when the record is written and this task has acted on it. */
    public Future<Void> publish(List<Revocation> revocations) {
        return revocations.isEmpty() ? Future.succeededFuture() : publish(revocations, 0);
    }

    private Future<Void> publish(List<Revocation> added, int conflicts) {
        return store.get(KEY).compose(stored -> {
            List<Revocation> all = merged(stored.map(Revocations::decode).orElse(List.of()), added, Instant.now());
            StoredRecord next = stored.map(record -> record.with(StoredRecord.NEVER, encode(all)))
                    .orElseGet(() ->
                            StoredRecord.create(KEY, KIND, StoredRecord.GATEWAY, StoredRecord.NEVER, encode(all)));
            return store.put(next)
                    .<Void>map(written -> {
                        learn(all);
                        return null;
                    })
                    .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                            ? publish(added, conflicts + 1)
                            : Future.failedFuture(failure));
        });
    }

    private static List<Revocation> merged(List<Revocation> stored, List<Revocation> added, Instant now) {
        Map<String, Revocation> all = new HashMap<>();
        stored.forEach(one -> all.put(one.kind() + " " + one.id(), one));
        added.forEach(one -> all.put(one.kind() + " " + one.id(), one));
        all.values().removeIf(one -> !one.until().isAfter(now));
        List<Revocation> kept = new ArrayList<>(all.values());
        kept.sort(Comparator.comparing((Revocation one) -> switch (one.kind()) {
                    case PERSON, CLIENT -> false;
                    case GRANT, SESSION, SELECTION -> true;
                })
                .thenComparing(Revocation::at, Comparator.reverseOrder()));
        return kept.subList(0, Math.min(kept.size(), MOST_ENTRIES));
    }

    private void learn(List<Revocation> all) {
        List<Revocation> fresh = new ArrayList<>();
        synchronized (this) {
            Map<String, Revocation> before = known;
            Map<String, Revocation> now = new HashMap<>();
            for (Revocation one : all) {
                String key = one.kind() + " " + one.id();
                Revocation older = before.get(key);
                if (older == null || older.at().isBefore(one.at())) {
                    fresh.add(one);
                }
                // An answer of the store that was overtaken by a newer one takes nothing back.
                now.put(key, older != null && older.at().isAfter(one.at()) ? older : one);
            }
            known = Map.copyOf(now);
            loaded = true;
        }
        for (Revocation one : fresh) {
            listeners.forEach(listener -> listener.accept(one));
        }
    }

    private static io.vertx.core.buffer.Buffer encode(List<Revocation> all) {
        JsonArray array = new JsonArray();
        for (Revocation one : all) {
            array.add(new JsonObject()
                    .put("kind", one.kind().name())
                    .put("id", one.id())
                    .put("at", one.at().toEpochMilli())
                    .put("until", one.until().toEpochMilli()));
        }
        return array.toBuffer();
    }

    private static List<Revocation> decode(StoredRecord stored) {
        List<Revocation> all = new ArrayList<>();
        JsonArray array = stored.value().toJsonArray();
        for (int i = 0; i < array.size(); i++) {
            JsonObject one = array.getJsonObject(i);
            Revocation.Kind kind = Revocation.Kind.of(one.getString("kind"));
            if (kind == null) {
                continue;
            }
            all.add(new Revocation(
                    kind,
                    one.getString("id"),
                    Instant.ofEpochMilli(one.getLong("at")),
                    Instant.ofEpochMilli(one.getLong("until"))));
        }
        return all;
    }
}
