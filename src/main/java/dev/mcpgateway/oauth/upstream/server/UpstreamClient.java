package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.config.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a client of an authorization server.
 *
 * @param secret null for a public client
 * @param authMethod how it proves itself at the token endpoint: {@code none}, {@code client_secret_basic} or
 *     {@code client_secret_post}
 */
public record UpstreamClient(String id, @Nullable Secret secret, String authMethod) {
    static final String NONE = "none";
    static final String BASIC = "client_secret_basic";
    static final String POST = "client_secret_post";

    /** A client that has a secret or none, at a server that knows these methods. */
    static UpstreamClient of(String id, @Nullable Secret secret, List<String> methods) {
        String method = secret == null ? NONE : methods.contains(BASIC) || !methods.contains(POST) ? BASIC : POST;
        return new UpstreamClient(id, secret, method);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("id", id).put("authMethod", authMethod);
        return secret == null ? json : json.put("secret", secret.reveal());
    }

    public static UpstreamClient fromJson(JsonObject json) {
        String secret = json.getString("secret");
        return new UpstreamClient(
                json.getString("id"), secret == null ? null : Secret.of(secret), json.getString("authMethod"));
    }
}
