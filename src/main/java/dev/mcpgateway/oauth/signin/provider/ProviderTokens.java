package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.config.Secret;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave.
 *
 * @param expiresAt the end of the access token
 * @param refreshToken null when there was none in the answer
 * @param scopes what was granted; empty when the provider does not say, which means what was asked for
 */
public record ProviderTokens(
        Secret accessToken, Instant expiresAt, @Nullable Secret refreshToken, Set<String> scopes) {
    public ProviderTokens {
        scopes = Set.copyOf(scopes);
    }
}
