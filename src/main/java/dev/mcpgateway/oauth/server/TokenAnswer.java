package dev.mcpgateway.oauth.server;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.grant.Issued;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.stream.Collectors;

/** Tokens as a client gets them (RFC 6749, section 5.1). */
final class TokenAnswer {
    private TokenAnswer() {}

    static JsonObject of(Issued issued) {
        return new JsonObject()
                .put("access_token", issued.accessToken())
                .put("token_type", "Bearer")
                .put("expires_in", Math.max(1, issued.expiresIn().toSeconds()))
                .put("refresh_token", issued.refreshToken())
                .put("scope", scope(issued.scopes()));
    }

    static String scope(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::value).collect(Collectors.joining(" "));
    }
}
