package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.upstream.server.Tokens;
import dev.mcpgateway.oauth.upstream.server.UpstreamClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person granted the gateway at one upstream.
 *
 * @param address the upstream's address when it was granted; the token goes nowhere else
 * @param resource the identifier that the token was asked for
 * @param issuer the authorization server that gave it
 * @param redirectUri with which the client was registered there
 * @param scopes what was granted
 * @param wanted what the upstream asked for beyond that, the granted ones included; empty when it did not
 * @param expiresAt null when the server did not say
 * @param connectedAt when the person granted it
 * @param givenAt when the present token was given
 */
record UpstreamGrant(
        String address,
        String resource,
        String issuer,
        UpstreamClient client,
        String redirectUri,
        Set<String> scopes,
        Set<String> wanted,
        Secret accessToken,
        @Nullable Instant expiresAt,
        @Nullable Secret refreshToken,
        Instant connectedAt,
        Instant givenAt) {
    private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(5);
    /** Servers that give short tokens are not asked for each call. */
    private static final int SHARE_LEFT = 5;

    UpstreamGrant {
        scopes = Set.copyOf(scopes);
        wanted = Set.copyOf(wanted);
    }

    /** The grant after a refresh; servers may leave out what stays the same. */
    UpstreamGrant refreshed(Tokens tokens, Instant now) {
        return new UpstreamGrant(
                address,
                resource,
                issuer,
                client,
                redirectUri,
                tokens.scopes().isEmpty() ? scopes : tokens.scopes(),
                wanted,
                tokens.accessToken(),
                tokens.expiresAt(),
                tokens.refreshToken() == null ? refreshToken : tokens.refreshToken(),
                connectedAt,
                now);
    }

    UpstreamGrant wanting(Set<String> newWanted) {
        return new UpstreamGrant(
                address,
                resource,
                issuer,
                client,
                redirectUri,
                scopes,
                newWanted,
                accessToken,
                expiresAt,
                refreshToken,
                connectedAt,
                givenAt);
    }

    /** Whether the token can still be sent. */
    boolean isAlive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** Until when the token is used without asking for another one; null for ever. */
    @Nullable
    Instant renewAt() {
        if (expiresAt == null || refreshToken == null) {
            return expiresAt;
        }
        Duration share = Duration.between(givenAt, expiresAt).dividedBy(SHARE_LEFT);
        return expiresAt.minus(share.compareTo(RENEW_BEFORE_END) < 0 ? share : RENEW_BEFORE_END);
    }
}
