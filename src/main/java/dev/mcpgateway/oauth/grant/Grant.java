package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person gave to a client once, or to themselves as a personal access token, and the tokens that came of it.
 *
 * @param id names the grant; in each of its tokens, and no secret
 * @param clientId the client; null for a personal access token
 * @param name of the client or the token, as people see it
 * @param checkedAt when the identity provider was last asked about the person
 * @param expiresAt when all of it ends, unless it is used before
 * @param refresh the hash of the refresh token that is valid; null where there is none
 * @param used the hash of the refresh token before it; null before the first refresh
 * @param rotatedAt when the one took the place of the other
 * @param access the access tokens that have not expired, the newest last
 * @param revoked whether it was taken back: then nothing of it is valid, and it is kept only so that nothing brings it back
 */
public record Grant(
        String id,
        Person person,
        @Nullable String clientId,
        String name,
        Set<Scope> scopes,
        Resource resource,
        Instant createdAt,
        Instant checkedAt,
        Instant expiresAt,
        @Nullable String refresh,
        @Nullable String used,
        Instant rotatedAt,
        List<Access> access,
        boolean revoked) {
    /** More would only be alive where a client refreshes without need; the oldest go. */
    private static final int MOST_ACCESS_TOKENS = 16;

    /**
     * An access token.
     *
     * @param hash of the token
     * @param scopes of the grant's, what this token may do
     * @param resource of the grant's, where this token is good
     */
    public record Access(String hash, Instant expiresAt, Set<Scope> scopes, Resource resource) {
        public Access {
            scopes = Set.copyOf(scopes);
        }
    }

    public Grant {
        scopes = Set.copyOf(scopes);
        access = List.copyOf(access);
    }

    /** Who makes a request with one of its access tokens. */
    public Principal principal(Access token) {
        return new Principal(
                person, clientId, token.scopes(), id, token.resource().path());
    }

    /** The access token of that hash; null when there is none, or it expired. */
    public @Nullable Access access(String hash, Instant now) {
        for (Access token : access) {
            if (token.hash().equals(hash) && token.expiresAt().isAfter(now)) {
                return token;
            }
        }
        return null;
    }

    /** The grant after a refresh token was used: another takes its place, and a new access token comes with it. */
    Grant rotated(String nextRefresh, Access next, Instant now, Instant newExpiry) {
        List<Access> alive = new ArrayList<>(
                access.stream().filter(token -> token.expiresAt().isAfter(now)).toList());
        alive.add(next);
        return new Grant(
                id,
                person,
                clientId,
                name,
                scopes,
                resource,
                createdAt,
                checkedAt,
                newExpiry,
                nextRefresh,
                refresh,
                now,
                alive.subList(Math.max(0, alive.size() - MOST_ACCESS_TOKENS), alive.size()),
                revoked);
    }

    Grant checked(Instant at) {
        return new Grant(
                id, person, clientId, name, scopes, resource, createdAt, at, expiresAt, refresh, used, rotatedAt,
                access, revoked);
    }

    /** What is left of a grant that was taken back. */
    Grant takenBack() {
        return new Grant(
                id, person, clientId, name, Set.of(), resource, createdAt, checkedAt, expiresAt, null, null, rotatedAt,
                List.of(), true);
    }
}
