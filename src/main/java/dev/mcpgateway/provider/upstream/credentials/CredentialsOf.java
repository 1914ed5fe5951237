package dev.mcpgateway.provider.upstream.credentials;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/** Makes the credentials of each upstream as it is configured. */
public final class CredentialsOf implements Function<UpstreamConfig, Credentials> {
    private final SigningKeys keys;
    private final String issuer;
    private final Function<UpstreamConfig, Credentials> ownTokens;
    private final InstantSource clock;

    /**
     * @param keys sign the tokens
     * @param issuer by what name upstreams know the gateway: its public address
     * @param ownTokens the tokens that people have of the upstream's own authorization server
     */
    public CredentialsOf(
            SigningKeys keys, String issuer, Function<UpstreamConfig, Credentials> ownTokens, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.ownTokens = ownTokens;
        this.clock = clock;
    }

    @Override
    public Credentials apply(UpstreamConfig upstream) {
        CredentialsConfig config = upstream.credentials();
        return switch (config.kind()) {
            case NONE -> Credentials.NONE;
            case USER_ID -> {
                Secret secret = Objects.requireNonNull(config.secret(), "checked with the configuration");
                yield new SignedUserId(upstream.name(), config, secret, clock);
            }
            case JWT -> new IdentityTokens(keys, config, issuer, audience(upstream), clock);
            case OAUTH -> ownTokens.apply(upstream);
        };
    }

    private static String audience(UpstreamConfig upstream) {
        String audience = upstream.credentials().audience();
        if (audience != null) {
            return audience;
        }
        return upstream.transport() instanceof UpstreamTransport.Http http
                ? http.url().toString()
                : upstream.name();
    }
}
