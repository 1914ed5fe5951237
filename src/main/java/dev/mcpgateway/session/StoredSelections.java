package dev.mcpgateway.session;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.dispatch.policy.Selections;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people have switched off, one record a person. A task believes what it read for {@code auth.tokens.cache}, and longer while
 * the store does not answer; {@link Revocations} tells all tasks of a change. Thread-safe.
 */
public final class StoredSelections implements Selections {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSelections.class);
    private static final String KIND = "tool-selection";
    private static final int MOST_KNOWN = 50_000;
    /** Written anew in half that time by whoever uses it. */
    private static final Duration KEPT = Duration.ofDays(400);
    /** Longer than a task believes what it read. */
    private static final Duration TOLD = Duration.ofHours(1);

    private final Vertx vertx;
    private final RecordStore store;
    private final Revocations revocations;
    private final Supplier<TokensConfig> config;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Future<Chosen>> loading = new ConcurrentHashMap<>();
    /** What was being read while it counted up may be older than a change. */
    private final AtomicLong changes = new AtomicLong();

    /** @param config read anew at each use */
    public StoredSelections(Vertx vertx, RecordStore store, Revocations revocations, Supplier<TokensConfig> config) {
        this.vertx = vertx;
        this.store = store;
        this.revocations = revocations;
        this.config = config;
        revocations.onRevoked(this::forget);
    }

    /**
     * A selection as it is stored.
     *
     * @param version of its record; 0 when there is none
     */
    public record Chosen(Selection selection, long version) {
        private static final Chosen NOTHING = new Chosen(Selection.ALL, 0);
    }

    /** @param readAt as {@link System#nanoTime} */
    private record Known(Selection selection, long readAt) {
        boolean isYounger(Duration age) {
            return System.nanoTime() - readAt < age.toNanos();
        }
    }

    @Override
    public Future<Selection> of(Person person) {
        Known one = known.get(person.id());
        if (one != null && one.isYounger(config.get().cache())) {
            return Future.succeededFuture(one.selection());
        }
        Future<Chosen> read = loading.computeIfAbsent(person.id(), this::load);
        return OnCallersContext.of(vertx, read).map(Chosen::selection).recover(failure -> stale(person.id(), failure));
    }

    private Future<Chosen> load(String person) {
        long readAt = System.nanoTime();
        long before = changes.get();
        return store.get(key(person))
                .map(stored -> {
                    stored.ifPresent(this::keepInStore);
                    return chosen(stored);
                })
                .onSuccess(chosen -> {
                    if (changes.get() == before) {
                        keep(person, chosen.selection(), readAt);
                    }
                })
                // Later, so that it is there before it goes.
                .onComplete(done -> vertx.runOnContext(later -> loading.remove(person)));
    }

    private void keep(String person, Selection selection, long readAt) {
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(one -> !one.isYounger(config.get().cache()));
        }
        if (known.size() < MOST_KNOWN) {
            known.put(person, new Known(selection, readAt));
        }
    }

    private Future<Selection> stale(String person, Throwable failure) {
        Known one = known.get(person);
        TokensConfig limits = config.get();
        return one != null && one.isYounger(limits.cache().plus(limits.outage()))
                ? Future.succeededFuture(one.selection())
                : Future.failedFuture(failure);
    }

    /** What a person has switched off as the store says now, for a page on which they change it. */
    public Future<Chosen> read(String person) {
        return store.get(key(person)).map(StoredSelections::chosen);
    }

    private static Chosen chosen(Optional<StoredRecord> stored) {
        return stored.map(record -> new Chosen(SelectionCodec.decode(record.value()), record.version()))
                .orElse(Chosen.NOTHING);
    }

    private void keepInStore(StoredRecord record) {
        Instant expiry = Instant.now().plus(KEPT);
        if (record.expiresAt().isBefore(expiry.minus(KEPT.dividedBy(2)))) {
            store.put(record.with(expiry, record.value()))
                    .onFailure(failure -> LOG.debug("a selection was not kept for longer: {}", failure.getMessage()));
        }
    }

    /**
     * Changes what a person has switched off, and tells all tasks. Fails with {@link VersionConflict} when it is no longer what the
     * person saw; nothing is changed then.
     *
     * @param version of what the person saw
     */
    public Future<Void> change(String person, long version, UnaryOperator<Selection> change) {
        return read(person).compose(before -> {
            if (before.version() != version) {
                return Future.failedFuture(new VersionConflict(key(person), version));
            }
            Selection after = change.apply(before.selection());
            if (after.equals(before.selection())) {
                return Future.succeededFuture();
            }
            // Under the key of the person's tokens, which is there anyway.
            StoredRecord record = new StoredRecord(
                    key(person),
                    KIND,
                    "tokens/" + person,
                    version,
                    Instant.now().plus(KEPT),
                    SelectionCodec.encode(after));
            return store.put(record).compose(written -> tell(person));
        });
    }

    /** Deletes what a person has switched off. */
    public Future<Void> delete(String person) {
        return store.delete(key(person)).onSuccess(deleted -> forget(person));
    }

    /** It is written already: who is not told now reads it when the cached one is too old. */
    private Future<Void> tell(String person) {
        forget(person);
        Instant now = Instant.now();
        return revocations
                .publish(List.of(new Revocation(Revocation.Kind.SELECTION, person, now, now.plus(TOLD))))
                .onFailure(failure ->
                        LOG.warn("other tasks learn of a person's selection later: {}", failure.getMessage()))
                .otherwiseEmpty();
    }

    private void forget(Revocation revocation) {
        if (revocation.kind() == Revocation.Kind.SELECTION || revocation.kind() == Revocation.Kind.PERSON) {
            forget(revocation.id());
        }
    }

    private void forget(String person) {
        changes.incrementAndGet();
        loading.remove(person);
        known.remove(person);
    }

    /** By hash, since an id may be longer than a key. */
    private static String key(String person) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
            return KIND + "/" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
