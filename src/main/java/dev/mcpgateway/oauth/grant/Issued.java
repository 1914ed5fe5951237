package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Scope;
import java.time.Duration;
import java.util.Set;

/** The tokens of an answer (RFC 6749, section 5.1). */
public record Issued(String accessToken, String refreshToken, Duration expiresIn, Set<Scope> scopes) {
    public Issued {
        scopes = Set.copyOf(scopes);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "Issued[" + scopes + ", " + expiresIn + "]";
    }
}
