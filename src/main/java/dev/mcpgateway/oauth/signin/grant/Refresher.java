package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.signin.provider.ProviderTokens;
import io.vertx.core.Future;

/** Exchanges a refresh token at a provider. */
@FunctionalInterface
public interface Refresher {

    /**
     * Fails with {@link dev.mcpgateway.oauth.signin.provider.GrantRefused} when the provider ended the grant, and otherwise when
     * it could not be asked.
     *
     * @param provider its name in the configuration
     */
    Future<ProviderTokens> refresh(String provider, Secret refreshToken);
}
