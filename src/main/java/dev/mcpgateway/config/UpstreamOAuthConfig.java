package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How people get tokens of their own for one upstream: the gateway as an OAuth client of the upstream's authorization server. */
public record UpstreamOAuthConfig(
        @Setting(
                doc =
                        "The gateway's client id at the authorization server, where somebody has registered it by hand with the"
                                + " redirect URI <publicUrl>/connect/<upstream>/callback. Without it the gateway publishes a"
                                + " client ID metadata document, or registers itself.")
        @Nullable
        String clientId,

        @Setting(doc = "The secret of clientId; without it the client is a public one. Needs 'issuer'.") @Nullable
        Secret clientSecret,

        @Setting(
                doc =
                        "The only authorization server that is used, by its issuer identifier. Without it: the first one that the"
                                + " server's resource metadata names.")
        @Nullable
        URI issuer,

        @Setting(doc = "Scopes to ask for besides those that the server itself asks for.")
        List<String> scopes,

        @Setting(
                doc =
                        "Origins (scheme://host[:port]) that the server's metadata may lead to although they are not https on the"
                                + " public internet. The origins of url and issuer need not stand here.")
        List<String> allowedOrigins,

        @Setting(
                value = "10s",
                min = "100ms",
                max = "1m",
                doc = "Longest wait for one answer of the authorization server.")
        Duration timeout,

        @Setting(value = "256KiB", min = "1KiB", max = "4MiB", doc = "Largest answer of the authorization server.")
        long answerBytes,

        @Setting(
                value = "10m",
                min = "0s",
                max = "1d",
                doc = "How long the metadata of the authorization server is kept before it is fetched again.")
        Duration metadataTtl) {

    public UpstreamOAuthConfig {
        scopes = List.copyOf(scopes);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Returns the defaults. */
    public static UpstreamOAuthConfig defaults() {
        return Settings.defaults(UpstreamOAuthConfig.class);
    }
}
