package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The providers of the configuration, in the order in which the sign-in page shows them. */
public final class IdentityProviders {
    private final List<IdentityProvider> all;

    public IdentityProviders(List<IdentityProvider> all) {
        this.all = List.copyOf(all);
    }

    /** The providers of a configuration; their connections belong to the context that calls this. */
    public static IdentityProviders of(Vertx vertx, GatewayConfig config, InstantSource clock) {
        return new IdentityProviders(ProviderSettings.of(config.auth()).stream()
                .map(settings -> new IdentityProvider(
                        vertx,
                        settings,
                        config.auth().allowedDomains(),
                        config.proxy(),
                        config.auth().providerTimeout(),
                        clock))
                .toList());
    }

    public List<IdentityProvider> all() {
        return all;
    }

    /** The provider of that name; null when there is none. */
    public @Nullable IdentityProvider named(@Nullable String name) {
        for (IdentityProvider provider : all) {
            if (provider.settings().name().equals(name)) {
                return provider;
            }
        }
        return null;
    }

    /** Lets go of what all of them hold. */
    public void close() {
        all.forEach(IdentityProvider::close);
    }
}
