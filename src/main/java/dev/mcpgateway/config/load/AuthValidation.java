package dev.mcpgateway.config.load;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OidcConfig;
import dev.mcpgateway.config.UpstreamConfig;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks how people sign in. */
final class AuthValidation {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String GOOGLE = "google";

    private final Validation validation;

    AuthValidation(Validation validation) {
        this.validation = validation;
    }

    void check(GatewayConfig config) {
        AuthConfig auth = config.auth();
        if (auth.mode() == AuthConfig.Mode.DEVELOPMENT) {
            checkDevelopment(config);
        }
        checkIssuer("auth.google.issuer", auth.google().issuer());
        checkIssuer("auth.google.authorizationEndpoint", auth.google().authorizationEndpoint());
        auth.oidc().forEach(this::checkOidc);
        if (auth.mode() == AuthConfig.Mode.NONE) {
            config.upstreams().values().forEach(this::checkNobodysToken);
        }
    }

    private void checkNobodysToken(UpstreamConfig upstream) {
        if (upstream.credentials().kind() == CredentialsConfig.Kind.OAUTH) {
            validation.error(
                    "upstreams." + upstream.name() + ".credentials.kind",
                    "is 'oauth', a token for each person, while auth.mode is 'none', where nobody is known; let people"
                            + " sign in, or put one token for all into 'headers'");
        }
    }

    /** The page believes everybody, so nobody else may open it. */
    private void checkDevelopment(GatewayConfig config) {
        URI publicUrl = config.listener().publicUrl();
        if (publicUrl != null && !isLoopback(publicUrl)) {
            validation.error(
                    "auth.mode",
                    "is 'development', which believes any e-mail address, while listener.publicUrl is an address of other"
                            + " machines; set up an identity provider, or use a loopback publicUrl");
        } else if (config.reachableByOthers() && !(config.auth().allowNonLoopback() && publicUrl != null)) {
            validation.error(
                    "auth.mode",
                    "is 'development', which believes any e-mail address, while other machines reach the listener; listen on"
                            + " 127.0.0.1, or, where only this machine can connect (a container whose port is published on"
                            + " 127.0.0.1), set auth.allowNonLoopback: true and a loopback listener.publicUrl");
        }
    }

    private void checkOidc(String name, OidcConfig oidc) {
        String path = "auth.oidc." + name;
        if (!NAME.matcher(name).matches() || name.equals(GOOGLE)) {
            validation.error(path, "has a name that is not 1 to 32 letters, digits, _ and -, or is 'google'");
        }
        checkIssuer(path + ".issuer", oidc.issuer());
        if (!oidc.scopes().contains("openid")) {
            validation.error(path + ".scopes", "lacks 'openid', without which a provider does not say who somebody is");
        }
    }

    private void checkIssuer(String path, URI address) {
        if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && isLoopback(address))) {
            validation.error(path, "has to be an https address; http is for loopback only");
        }
    }

    private static boolean isLoopback(@Nullable URI uri) {
        return uri != null && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    }
}
