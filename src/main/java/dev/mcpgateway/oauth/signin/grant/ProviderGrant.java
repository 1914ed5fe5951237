package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person granted at their identity provider.
 *
 * @param provider its name in the configuration
 * @param scopes what was granted
 * @param refreshToken null when the provider gave none
 * @param connectedAt when the person granted it
 * @param confirmedAt when the provider last stood by it
 */
public record ProviderGrant(
        String provider,
        Set<String> scopes,
        Secret accessToken,
        Instant expiresAt,
        @Nullable Secret refreshToken,
        Instant connectedAt,
        Instant confirmedAt) {
    public ProviderGrant {
        scopes = Set.copyOf(scopes);
    }

    /** The grant after a refresh; providers may leave out a refresh token that stays the same. */
    ProviderGrant refreshed(ProviderTokens tokens, Instant now) {
        return new ProviderGrant(
                provider,
                tokens.scopes().isEmpty() ? scopes : tokens.scopes(),
                tokens.accessToken(),
                tokens.expiresAt(),
                tokens.refreshToken() == null ? refreshToken : tokens.refreshToken(),
                connectedAt,
                now);
    }
}
