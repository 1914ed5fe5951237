package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.config.Secret;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave (RFC 6749, section 5.1).
 *
 * @param expiresAt null when it does not say
 * @param refreshToken null when it gave none
 * @param scopes what was granted; empty when it does not say, which means what was asked for
 */
public record Tokens(
        Secret accessToken,
        @Nullable Instant expiresAt,
        @Nullable Secret refreshToken,
        Set<String> scopes) {
    public Tokens {
        scopes = Set.copyOf(scopes);
    }
}
