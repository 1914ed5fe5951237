package dev.mcpgateway.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a REST service is shown with each call. */
public record OpenApiAuth(
        @Setting(
                value = "none",
                doc =
                        "'none': nothing. 'bearer': 'token' in Authorization. 'api-key': 'token' in the header 'header' or the"
                                + " query parameter 'query'. 'basic': 'username' and 'password'. 'person': a short-lived token"
                                + " about the caller, signed by the gateway, whose keys are at /.well-known/jwks.json.")
        Kind kind,

        @Setting(doc = "For 'bearer' and 'api-key', for example ${SERVICE_AUTH_TOKEN}.") @Nullable
        Secret token,

        @Setting(pattern = "[A-Za-z0-9!#$%&'*+.^_`|~-]+", doc = "For 'api-key': the header.") @Nullable
        String header,

        @Setting(doc = "For 'api-key', in place of a header: the query parameter.") @Nullable
        String query,

        @Setting(doc = "For 'basic'.") @Nullable String username,
        @Setting(doc = "For 'basic'.") @Nullable Secret password,

        @Setting(doc = "For 'person': the claim 'aud'; the service's address without it.") @Nullable
        String audience,

        @Setting(value = "5m", min = "30s", max = "1h", doc = "For 'person': how long a token is valid.")
        Duration lifetime) {

    /** The ways to show it. */
    public enum Kind {
        NONE,
        BEARER,
        API_KEY,
        BASIC,
        PERSON
    }
}
