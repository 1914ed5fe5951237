package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.lease.Leased;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.ShreddableStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The records behind grants. Beside the grant there can be a mark that it ended: it outlives the keys of the person, and says
 * that what clients hold is not to be renewed until the person signs in again.
 */
final class GrantRecords {
    private static final String KIND = "provider-grant";
    private static final String ENDED_KIND = "provider-grant-ended";
    private static final Duration KEPT_UNUSED = Duration.ofDays(400);

    private final RecordStore store;
    private final InstantSource clock;

    GrantRecords(RecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Future<Optional<StoredRecord>> get(Person person) {
        return store.get(key(person));
    }

    /** Writes a grant over the record that was read. */
    Future<StoredRecord> put(StoredRecord read, Leased<ProviderGrant> grant) {
        return store.put(read.with(expiry(), GrantCodec.encode(grant)));
    }

    Future<StoredRecord> create(Person person, Leased<ProviderGrant> grant) {
        return store.put(StoredRecord.create(key(person), KIND, owner(person), expiry(), GrantCodec.encode(grant)));
    }

    /** Deletes the record that was read, after the mark was made: nothing that fails in between lets a leaver stay. */
    Future<Void> end(Person person, StoredRecord read, Duration remembered) {
        return markEnded(person, remembered)
                .compose(marked -> store.delete(read.key(), read.version()))
                .recover(failure -> failure instanceof VersionConflict
                        ? unmarkIfGranted(person).compose(done -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    /** Somebody signed in while the old grant ended: the mark was about that one. */
    private Future<Void> unmarkIfGranted(Person person) {
        return get(person).compose(found -> found.isPresent() ? forgetEnd(person) : Future.succeededFuture());
    }

    /** Deletes whatever there is, and the key that it was encrypted with, so that no copy can be read. */
    Future<Void> end(Person person, Duration remembered) {
        return markEnded(person, remembered)
                .compose(marked -> store.delete(key(person)))
                .compose(deleted -> store instanceof ShreddableStore sealed
                        ? sealed.shred(owner(person))
                        : Future.succeededFuture());
    }

    Future<Boolean> hasEnded(Person person) {
        return store.get(endedKey(person)).map(Optional::isPresent);
    }

    Future<Void> forgetEnd(Person person) {
        return store.delete(endedKey(person));
    }

    private Future<Void> markEnded(Person person, Duration remembered) {
        Instant until = clock.instant().plus(remembered);
        return store.put(StoredRecord.create(
                        endedKey(person), ENDED_KIND, StoredRecord.GATEWAY, until, Buffer.buffer("{}")))
                .<Void>mapEmpty()
                .recover(failure ->
                        failure instanceof VersionConflict ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private Instant expiry() {
        return clock.instant().plus(KEPT_UNUSED);
    }

    private static String owner(Person person) {
        return "grants/" + person.id();
    }

    private static String key(Person person) {
        return KIND + "/" + Hash.sha256(person.id());
    }

    private static String endedKey(Person person) {
        return ENDED_KIND + "/" + Hash.sha256(person.id());
    }
}
