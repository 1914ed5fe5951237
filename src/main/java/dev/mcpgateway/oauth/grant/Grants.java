package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.session.Revocation;
import dev.mcpgateway.session.Revocations;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Token families and personal access tokens in the store: made, found by their tokens, taken back. */
public final class Grants {
    /** Long enough for everything that was under way when a grant was taken back to meet its tombstone. */
    private static final Duration TOMBSTONE = Duration.ofHours(1);

    private static final int MOST_CONFLICTS = 10;

    private final RecordStore store;
    private final Revocations revocations;
    private final Supplier<TokensConfig> config;
    private final Tokens tokens;
    private final InstantSource clock;

    /**
     * A grant together with the record that a change of it has to be based on.
     *
     * @param record as it was read
     */
    record Stored(Grant grant, StoredRecord record) {}

    /** A grant, and which of its access tokens was shown. */
    public record Shown(Grant grant, Grant.Access access) {}

    public Grants(
            RecordStore store,
            Revocations revocations,
            Supplier<TokensConfig> config,
            Tokens tokens,
            InstantSource clock) {
        this.store = store;
        this.revocations = revocations;
        this.config = config;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Begins a token family. Fails when the id was taken back before it came to be. */
    Future<Issued> begin(String id, Person person, String clientId, String name, Set<Scope> scopes, Resource resource) {
        Instant now = clock.instant();
        TokensConfig lifetimes = config.get();
        String access = tokens.random(TokenKind.ACCESS, id);
        String refresh = tokens.random(TokenKind.REFRESH, id);
        Grant grant = new Grant(
                id,
                person,
                clientId,
                name,
                scopes,
                resource,
                now,
                now,
                now.plus(lifetimes.refreshToken()),
                Hash.sha256(refresh),
                null,
                now,
                List.of(new Grant.Access(Hash.sha256(access), now.plus(lifetimes.accessToken()), scopes, resource)),
                false);
        return create(grant)
                .map(new Issued(access, refresh, lifetimes.accessToken(), scopes))
                .recover(failure -> failure instanceof VersionConflict
                        ? Future.failedFuture(OAuthError.invalidGrant("what this code gave was taken back"))
                        : Future.failedFuture(failure));
    }

    /** Makes a personal access token; completes with the token itself. */
    Future<String> personal(String id, Person person, String name, Set<Scope> scopes, Instant expiresAt) {
        Instant now = clock.instant();
        String token = tokens.random(TokenKind.PERSONAL, id);
        Grant grant = new Grant(
                id,
                person,
                null,
                name,
                scopes,
                Resource.ALL,
                now,
                now,
                expiresAt,
                null,
                null,
                now,
                List.of(new Grant.Access(Hash.sha256(token), expiresAt, scopes, Resource.ALL)),
                false);
        return create(grant).map(token);
    }

    private Future<Void> create(Grant grant) {
        return store.put(StoredRecord.create(
                        GrantCodec.key(grant.id()),
                        GrantCodec.KIND,
                        GrantCodec.owner(grant),
                        grant.expiresAt(),
                        GrantCodec.encode(grant).toBuffer()))
                .mapEmpty();
    }

    /** The grant of an access token or personal access token; empty when the token is worth nothing. */
    public Future<Optional<Shown>> shown(String token) {
        Tokens.Known known = tokens.parse(token);
        if (known == null || known.kind() == TokenKind.REFRESH) {
            return Future.succeededFuture(Optional.empty());
        }
        return revocations
                .ready()
                .compose(ready -> load(known.grantId()))
                .map(loaded -> loaded.flatMap(stored -> {
                    Grant.Access access = stored.grant().access(Hash.sha256(token), clock.instant());
                    return access == null || !isAlive(stored.grant())
                            ? Optional.empty()
                            : Optional.of(new Shown(stored.grant(), access));
                }));
    }

    /** Whether a grant is neither taken back itself nor by what became of its person or client. */
    boolean isAlive(Grant grant) {
        // The record may have been read a moment before it became a tombstone.
        return !grant.revoked()
                && !revocations.revokedSince(Revocation.Kind.GRANT, grant.id(), grant.createdAt())
                && !revocations.revokedSince(
                        Revocation.Kind.PERSON, grant.person().id(), grant.createdAt())
                && !revocations.revokedSince(Revocation.Kind.CLIENT, grant.clientId(), grant.createdAt());
    }

    Future<Optional<Stored>> load(String id) {
        return store.get(GrantCodec.key(id))
                .map(found -> found.map(record -> new Stored(GrantCodec.decode(id, record), record)));
    }

    /** Writes a changed grant over the one that it was based on. */
    Future<Void> replace(Stored stored, Grant changed) {
        return store.put(stored.record()
                        .with(changed.expiresAt(), GrantCodec.encode(changed).toBuffer()))
                .mapEmpty();
    }

    Tokens tokens() {
        return tokens;
    }

    /**
     * The grant that a token of any kind belongs to; empty when there is none. Unlike {@link #shown} it does not ask whether the
     * token is still valid.
     */
    public Future<Optional<Grant>> of(String token) {
        Tokens.Known known = tokens.parse(token);
        return known == null
                ? Future.succeededFuture(Optional.empty())
                : load(known.grantId()).map(found -> found.map(Stored::grant));
    }

    /** Takes grants back, and tells all tasks. Those that are not there any more are gone already. */
    public Future<Void> revoke(Collection<String> ids) {
        Instant now = clock.instant();
        List<Future<Void>> taken = ids.stream().map(id -> takeBack(id, 0)).toList();
        return Future.join(taken)
                .compose(done -> revocations.publish(ids.stream()
                        .map(id -> new Revocation(Revocation.Kind.GRANT, id, now, now.plus(TOMBSTONE)))
                        .toList()));
    }

    /** Leaves a tombstone, so that neither a refresh nor a code that is under way brings the grant back. */
    private Future<Void> takeBack(String id, int conflicts) {
        return load(id).compose(found -> {
                    Instant until = clock.instant().plus(TOMBSTONE);
                    if (found.isEmpty()) {
                        return create(tombstone(id, until));
                    }
                    Grant left = found.get().grant().takenBack();
                    return store.put(found.get()
                                    .record()
                                    .with(until, GrantCodec.encode(left).toBuffer()))
                            .<Void>mapEmpty();
                })
                .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                        ? takeBack(id, conflicts + 1)
                        : Future.failedFuture(failure));
    }

    private Grant tombstone(String id, Instant until) {
        Instant now = clock.instant();
        return new Grant(
                id, Person.ANYONE, null, "", Set.of(), Resource.ALL, now, now, until, null, null, now, List.of(), true);
    }

    /** Whether any of this was taken back since that moment. */
    boolean revokedSince(Person person, @Nullable String clientId, Instant given) {
        return revocations.revokedSince(Revocation.Kind.PERSON, person.id(), given)
                || revocations.revokedSince(Revocation.Kind.CLIENT, clientId, given);
    }
}
