package dev.mcpgateway.oauth.signin.provider;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GoogleConfig;
import dev.mcpgateway.config.OidcConfig;
import dev.mcpgateway.config.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider as it is configured.
 *
 * @param name in cookies and records: {@code google}, or the key below {@code auth.oidc}
 * @param label on the sign-in page
 * @param authorizationEndpoint where people are sent; null when only discovery tells
 * @param redirectUri the one registered there; null for {@code /oauth/callback} at the public address
 * @param domainClaim the claim that names the person's organization
 * @param groupsClaim the claim that lists the person's groups
 * @param google whether it takes Google's parameters {@code access_type} and {@code hd}, and always says whether an address is
 *     verified
 */
public record ProviderSettings(
        String name,
        String label,
        URI issuer,
        @Nullable URI authorizationEndpoint,
        String clientId,
        @Nullable Secret clientSecret,
        @Nullable URI redirectUri,
        List<String> scopes,
        String domainClaim,
        String groupsClaim,
        boolean google) {

    /** The name of the provider {@code auth.google}. */
    public static final String GOOGLE = "google";

    private static final URI GOOGLE_ISSUER = URI.create("https://accounts.google.com");
    private static final URI GOOGLE_AUTHORIZATION = URI.create("https://accounts.google.com/o/oauth2/v2/auth");

    public ProviderSettings {
        scopes = List.copyOf(scopes);
    }

    /** The providers that people can choose, Google first. */
    public static List<ProviderSettings> of(AuthConfig auth) {
        List<ProviderSettings> all = new ArrayList<>();
        if (auth.hasIdentityProvider()) {
            String googleClient = auth.google().clientId();
            if (googleClient != null) {
                all.add(google(auth.google(), googleClient));
            }
            auth.oidc().values().forEach(oidc -> all.add(oidc(oidc)));
        }
        return List.copyOf(all);
    }

    private static ProviderSettings google(GoogleConfig google, String clientId) {
        // Another issuer with Google's own endpoint is a mistake that discovery sets right.
        boolean known = google.issuer().equals(GOOGLE_ISSUER)
                || !google.authorizationEndpoint().equals(GOOGLE_AUTHORIZATION);
        return new ProviderSettings(
                GOOGLE,
                "Google",
                google.issuer(),
                known ? google.authorizationEndpoint() : null,
                clientId,
                google.clientSecret(),
                google.redirectUri(),
                List.of("openid", "email", "profile"),
                "hd",
                "groups",
                true);
    }

    private static ProviderSettings oidc(OidcConfig oidc) {
        return new ProviderSettings(
                oidc.name(),
                oidc.name(),
                oidc.issuer(),
                null,
                oidc.clientId(),
                oidc.clientSecret(),
                null,
                oidc.scopes(),
                oidc.domainClaim(),
                oidc.groupsClaim(),
                false);
    }

    /** Whether a refresh token is part of what is asked for, so that the person can be looked up later. */
    public boolean asksForRefreshToken() {
        return google || scopes.contains("offline_access");
    }
}
