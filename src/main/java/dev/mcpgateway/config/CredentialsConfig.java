package dev.mcpgateway.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an upstream learns on whose behalf a request comes. What is the same for everyone stands with the upstream itself. */
public record CredentialsConfig(
        @Setting(
                value = "none",
                doc =
                        "'none': the server is not told. 'user-id': a header with the person's e-mail address (the subject"
                                + " where there is none) and a signature beside it. 'jwt': a short-lived token signed by the"
                                + " gateway, whose keys are at /.well-known/jwks.json. 'oauth': the person's own token, from the"
                                + " server's authorization server; each person connects once, on a page of the gateway. What a"
                                + " client itself sends never passes.")
        Kind kind,

        @Setting(
                pattern = "[A-Za-z0-9!#$%&'*+.^_`|~-]+",
                doc = "The header. Without it: X-User-ID for 'user-id', Authorization (as Bearer) for 'jwt'. With"
                        + " 'oauth' it is always Authorization.")
        @Nullable
        String header,

        @Setting(
                doc = "For 'user-id': at least 32 bytes that the server knows too. Beside the header goes one named"
                        + " <header>-Signature: t=<seconds>,v1=<hex>, the HMAC-SHA256 of <seconds>.<upstream>.<value>.")
        @Nullable
        Secret secret,

        @Setting(
                value = "5m",
                min = "30s",
                max = "1h",
                doc = "For 'jwt': how long a token is valid. It is used for half that time.")
        Duration lifetime,

        @Setting(doc = "For 'jwt': the claim 'aud'; the server's url without it.") @Nullable
        String audience,

        @Setting(doc = "For 'oauth': how people get their tokens.")
        UpstreamOAuthConfig oauth) {

    /** The ways to tell. */
    public enum Kind {
        NONE,
        USER_ID,
        JWT,
        OAUTH
    }

    /** The name of the header. */
    public String headerName() {
        if (header != null) {
            return header;
        }
        return kind == Kind.USER_ID ? "X-User-ID" : "Authorization";
    }

    /** Returns the defaults. */
    public static CredentialsConfig defaults() {
        return Settings.defaults(CredentialsConfig.class);
    }

    /** Returns the defaults of another kind. */
    public static CredentialsConfig of(Kind kind) {
        return Settings.with(defaults(), "kind", kind);
    }
}
