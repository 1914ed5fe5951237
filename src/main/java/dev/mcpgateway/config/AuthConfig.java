package dev.mcpgateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How people prove who they are, and what the gateway then gives their clients. */
public record AuthConfig(
        @Setting(
                value = "sign-in",
                env = "AUTH_MODE",
                restart = true,
                doc =
                        "How people sign in: 'sign-in' through the identity providers below, or, when there is none and the"
                                + " listener is on loopback, on a page that asks for an e-mail address; 'development' always on"
                                + " that page; 'none' not at all: everyone who reaches the address is the same person.")
        Mode mode,

        @Setting(
                value = "false",
                doc =
                        "Allows mode 'none' on an address that other machines reach, where everyone can then use every"
                                + " upstream; and mode 'development' on such an address if listener.publicUrl is a loopback one.")
        boolean allowNonLoopback,

        @Setting(
                env = "SESSION_SECRET",
                restart = true,
                doc =
                        "At least 32 bytes that all tasks share and nobody else knows: cookies and the tokens between tasks"
                                + " are sealed with keys derived from it. Several, separated by commas, rotate: the first seals,"
                                + " all open. Without one a key file in store.dataDir serves, which is for one machine.")
        @Nullable
        Secret sessionSecret,

        @Setting(
                env = "ALLOWED_DOMAIN",
                restart = true,
                doc = "The organizations whose people may sign in, as the identity provider names them (Google: the"
                        + " Workspace domain). In the environment separated by commas. Empty: everyone whom the provider"
                        + " signs in.")
        List<String> allowedDomains,

        @Setting(doc = "Sign-in with Google; used when it has a clientId.")
        GoogleConfig google,

        @Setting(doc = "Further OpenID Connect providers, by the name shown on the sign-in page.")
        Map<String, OidcConfig> oidc,

        @Setting(
                value = "10s",
                min = "1s",
                max = "1m",
                restart = true,
                doc = "Longest wait for an answer of an identity provider.")
        Duration providerTimeout,

        @Setting(doc = "How long what the gateway gives out is valid.")
        TokensConfig tokens,

        @Setting(doc = "Which OAuth clients may ask for a person's consent.")
        ClientsConfig clients) {

    public AuthConfig {
        allowedDomains = List.copyOf(allowedDomains);
        oidc = Collections.unmodifiableMap(new LinkedHashMap<>(oidc));
    }

    /** The ways to sign in. */
    public enum Mode {
        /** Through an identity provider; without one on the development page, if the listener is on loopback. */
        SIGN_IN,
        /** A page asks for an e-mail address and believes it. */
        DEVELOPMENT,
        /** No sign-in: everyone who reaches the listener is the same anonymous person. */
        NONE
    }

    /** Whether people can prove who they are to somebody else. */
    public boolean hasIdentityProvider() {
        return mode == Mode.SIGN_IN && (google.clientId() != null || !oidc.isEmpty());
    }

    /** The secrets that all tasks share, the one that seals first; empty when there is none. */
    public List<Secret> sessionSecrets() {
        List<Secret> secrets = new ArrayList<>();
        if (sessionSecret != null) {
            for (String part : sessionSecret.reveal().split(",", -1)) {
                if (!part.isBlank()) {
                    secrets.add(Secret.of(part.strip()));
                }
            }
        }
        return List.copyOf(secrets);
    }

    /** Returns the defaults. */
    public static AuthConfig defaults() {
        return Settings.defaults(AuthConfig.class);
    }

    /** Returns a copy with another way to sign in. */
    public AuthConfig withMode(Mode newMode) {
        return Settings.with(this, "mode", newMode);
    }
}
