package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PersonCheck;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refresh tokens: each use gives a new one. Who lost the answer may ask again for a while and gets the same; whoever uses an
 * old one later ends the family, because then somebody has it who should not (RFC 9700, section 4.14).
 */
public final class Refresh {
    private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);
    private static final int MOST_CONFLICTS = 10;

    private final Grants grants;
    private final Leavers leavers;
    private final PersonCheck check;
    private final Supplier<TokensConfig> config;
    private final InstantSource clock;

    /** What a client asks for with its refresh token; nothing asked for means all that the grant has. */
    public record Asked(
            String token,
            String clientId,
            @Nullable Resource resource,
            @Nullable Set<Scope> scopes) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Asked[" + clientId + "]";
        }
    }

    public Refresh(
            Grants grants, Leavers leavers, PersonCheck check, Supplier<TokensConfig> config, InstantSource clock) {
        this.grants = grants;
        this.leavers = leavers;
        this.check = check;
        this.config = config;
        this.clock = clock;
    }

    /** Gives new tokens for a refresh token. Fails with an {@link OAuthError}, or as the store does. */
    public Future<Issued> refresh(Asked asked) {
        Tokens.Known known = grants.tokens().parse(asked.token());
        if (known == null || known.kind() != TokenKind.REFRESH) {
            return Future.failedFuture(unknown());
        }
        return refresh(asked, known.grantId(), 0);
    }

    private Future<Issued> refresh(Asked asked, String grantId, int conflicts) {
        return grants.load(grantId)
                .compose(found -> {
                    Grants.Stored stored = found.orElseThrow(Refresh::unknown);
                    Grant grant = stored.grant();
                    if (!grants.isAlive(grant)) {
                        throw OAuthError.invalidGrant("this grant was taken back: ask the person again");
                    }
                    if (!asked.clientId().equals(grant.clientId())) {
                        throw OAuthError.invalidGrant("this refresh token belongs to another client");
                    }
                    Resource resource = asked.resource() == null ? grant.resource() : asked.resource();
                    if (!grant.resource().includes(resource)) {
                        throw OAuthError.invalidTarget(
                                "this grant is for " + grant.resource().path() + " alone");
                    }
                    Set<Scope> scopes = asked.scopes() == null ? grant.scopes() : asked.scopes();
                    if (!grant.scopes().containsAll(scopes)) {
                        throw OAuthError.invalidScope("a refresh cannot give more scopes than the person granted");
                    }
                    String hash = Hash.sha256(asked.token());
                    if (hash.equals(grant.refresh())) {
                        return stillThere(grant).compose(there -> rotate(stored, asked.token(), resource, scopes));
                    }
                    return again(grant, asked.token(), hash);
                })
                .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                        ? refresh(asked, grantId, conflicts + 1)
                        : Future.failedFuture(failure));
    }

    private Future<Issued> rotate(Grants.Stored stored, String used, Resource resource, Set<Scope> scopes) {
        Instant now = clock.instant();
        TokensConfig lifetimes = config.get();
        String refresh = grants.tokens().successors(TokenKind.REFRESH, used).getFirst();
        String access = grants.tokens().successors(TokenKind.ACCESS, used).getFirst();
        Grant.Access token = new Grant.Access(Hash.sha256(access), now.plus(lifetimes.accessToken()), scopes, resource);
        Instant checked = leavers.checkedAt(stored.grant().person());
        Grant grant =
                checked.isAfter(stored.grant().checkedAt()) ? stored.grant().checked(checked) : stored.grant();
        Grant next = grant.rotated(Hash.sha256(refresh), token, now, now.plus(lifetimes.refreshToken()));
        return grants.replace(stored, next).map(new Issued(access, refresh, lifetimes.accessToken(), scopes));
    }

    /** The refresh token that is valid no more: the same answer as before within the grace window, the end after it. */
    private Future<Issued> again(Grant grant, String token, String hash) {
        Instant now = clock.instant();
        boolean inGrace = hash.equals(grant.used())
                && now.isBefore(grant.rotatedAt().plus(config.get().refreshGrace()));
        if (inGrace) {
            List<String> refresh = grants.tokens().successors(TokenKind.REFRESH, token);
            List<String> access = grants.tokens().successors(TokenKind.ACCESS, token);
            for (int i = 0; i < refresh.size(); i++) {
                Grant.Access given = grant.access(Hash.sha256(access.get(i)), now);
                if (given != null && Hash.sha256(refresh.get(i)).equals(grant.refresh())) {
                    return Future.succeededFuture(new Issued(
                            access.get(i), refresh.get(i), Duration.between(now, given.expiresAt()), given.scopes()));
                }
            }
        }
        LOG.warn("a refresh token was used twice: the grant {} of client {} is revoked", grant.id(), grant.clientId());
        return grants.revoke(List.of(grant.id()))
                .compose(
                        revoked -> Future.failedFuture(
                                OAuthError.invalidGrant(
                                        "this refresh token was used before, so all that came of it is revoked: ask the person again")));
    }

    private Future<Void> stillThere(Grant grant) {
        Person person = grant.person();
        Duration every = config.get().recheck();
        Instant now = clock.instant();
        if (now.isBefore(grant.checkedAt().plus(every))
                || now.isBefore(leavers.checkedAt(person).plus(every))) {
            return Future.succeededFuture();
        }
        return check.isStillThere(person)
                .recover(unreachable -> {
                    // Not knowing is no reason to end anything.
                    LOG.warn("the identity provider could not be asked about a person: {}", unreachable.getMessage());
                    return Future.succeededFuture(null);
                })
                .compose(there -> {
                    if (there == null) {
                        return Future.succeededFuture();
                    }
                    if (there) {
                        leavers.checked(person);
                        return Future.succeededFuture();
                    }
                    LOG.info("a person is gone at the identity provider: everything of theirs is revoked");
                    return leavers.revoke(person.id())
                            .compose(gone -> Future.failedFuture(OAuthError.invalidGrant(
                                    "the identity provider no longer knows the person: sign in again")));
                });
    }

    private static OAuthError unknown() {
        return OAuthError.invalidGrant("this refresh token is not valid: it expired, or was never given out");
    }
}
