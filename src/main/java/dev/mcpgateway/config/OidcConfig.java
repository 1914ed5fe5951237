package dev.mcpgateway.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider.
 *
 * @param name the key in the file, shown on the sign-in page
 */
public record OidcConfig(
        String name,

        @Setting(
                restart = true,
                doc = "Whom ID tokens come from; its discovery document is at /.well-known/openid-configuration below.")
        URI issuer,

        @Setting(restart = true, doc = "The client id of the gateway there.")
        String clientId,

        @Setting(restart = true, doc = "The client secret; none for a public client.") @Nullable
        Secret clientSecret,

        @Setting(value = "openid, email, profile", restart = true, doc = "The scopes asked for.")
        List<String> scopes,

        @Setting(
                value = "hd",
                restart = true,
                doc =
                        "The claim of the ID token that names the person's organization, compared with auth.allowedDomains.")
        String domainClaim,

        @Setting(value = "groups", restart = true, doc = "The claim of the ID token that lists the person's groups.")
        String groupsClaim) {
    public OidcConfig {
        scopes = List.copyOf(scopes);
    }
}
