package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.lease.Leased;
import dev.mcpgateway.oauth.lease.LeasedGrants;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people granted at one upstream, by the id of the person. One that was granted at another address of the upstream counts as
 * none: who moves the address to another server gets no token by that.
 */
final class UpstreamGrants implements LeasedGrants<String, UpstreamGrant> {
    private static final String KIND = "upstream-grant";
    private static final Duration KEPT_UNUSED = Duration.ofDays(400);
    private static final int MOST_CONFLICTS = 20;

    private final RecordStore store;
    private final String upstream;
    private final String address;
    private final Function<UpstreamGrant, Future<UpstreamGrant>> renewal;
    private final InstantSource clock;

    /**
     * @param address that of the upstream now
     * @param renewal asks the authorization server for the next token
     */
    UpstreamGrants(
            RecordStore store,
            String upstream,
            String address,
            Function<UpstreamGrant, Future<UpstreamGrant>> renewal,
            InstantSource clock) {
        this.store = store;
        this.upstream = upstream;
        this.address = address;
        this.renewal = renewal;
        this.clock = clock;
    }

    @Override
    public Future<Optional<StoredRecord>> get(String person) {
        return store.get(key(person))
                .map(found -> found.filter(
                        record -> decode(record.value()).grant().address().equals(address)));
    }

    /** The grant as it is kept; null when there is none. */
    Future<@Nullable UpstreamGrant> find(String person) {
        return get(person)
                .map(found ->
                        found.map(record -> decode(record.value()).grant()).orElse(null));
    }

    @Override
    public Leased<UpstreamGrant> decode(Buffer value) {
        return GrantCodec.decode(value);
    }

    @Override
    public Future<StoredRecord> put(StoredRecord read, Leased<UpstreamGrant> grant) {
        return store.put(read.with(expiry(), GrantCodec.encode(grant)));
    }

    @Override
    public boolean isRenewable(UpstreamGrant grant) {
        return grant.refreshToken() != null;
    }

    @Override
    public Future<UpstreamGrant> renew(String person, UpstreamGrant grant) {
        return renewal.apply(grant);
    }

    @Override
    public boolean isOver(Throwable failure) {
        return failure instanceof ServerFailure refused && refused.kind() == ServerFailure.Kind.GRANT_OVER;
    }

    @Override
    public Future<Void> end(String person, StoredRecord read) {
        return store.delete(read.key(), read.version());
    }

    @Override
    public RuntimeException over(String why) {
        return new GrantOver(why);
    }

    /** Keeps a grant in place of any that there was. */
    Future<Void> connected(String person, UpstreamGrant grant) {
        return connected(person, grant, MOST_CONFLICTS);
    }

    private Future<Void> connected(String person, UpstreamGrant grant, int tries) {
        return store.get(key(person))
                .compose(found -> found.isPresent()
                        ? put(found.get(), Leased.free(grant))
                        : store.put(StoredRecord.create(
                                key(person), KIND, owner(person), expiry(), GrantCodec.encode(Leased.free(grant)))))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof VersionConflict && tries > 1
                        ? connected(person, grant, tries - 1)
                        : Future.failedFuture(failure));
    }

    /** Changes the grant that there is, without touching a lease; does nothing when there is none. */
    Future<Void> change(String person, UnaryOperator<UpstreamGrant> change) {
        return change(person, change, MOST_CONFLICTS);
    }

    private Future<Void> change(String person, UnaryOperator<UpstreamGrant> change, int tries) {
        return get(person).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture();
            }
            Leased<UpstreamGrant> stored = decode(found.get().value());
            UpstreamGrant next = change.apply(stored.grant());
            return next.equals(stored.grant())
                    ? Future.succeededFuture()
                    : put(found.get(), new Leased<>(next, stored.until()))
                            .<Void>mapEmpty()
                            .recover(failure -> failure instanceof VersionConflict && tries > 1
                                    ? change(person, change, tries - 1)
                                    : Future.failedFuture(failure));
        });
    }

    /** Deletes whatever there is, and the key that it was encrypted with; completes with the grant, if there was one. */
    Future<@Nullable UpstreamGrant> disconnect(String person) {
        return store.get(key(person))
                .compose(found -> store.delete(key(person))
                        .compose(deleted -> store instanceof ShreddableStore sealed
                                ? sealed.shred(owner(person))
                                : Future.succeededFuture())
                        .map(shredded -> found.map(
                                        record -> decode(record.value()).grant())
                                .orElse(null)));
    }

    private Instant expiry() {
        return clock.instant().plus(KEPT_UNUSED);
    }

    private String owner(String person) {
        return "upstream-" + upstream + "/" + person;
    }

    private String key(String person) {
        return KIND + "/" + Hash.sha256(upstream + "\n" + person);
    }
}
