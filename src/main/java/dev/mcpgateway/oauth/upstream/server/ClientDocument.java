package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.oauth.PublicUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/**
 * The gateway as a client, in its own words (RFC 7591, section 2; OAuth client ID metadata document). Each upstream has a redirect
 * URI and a client id of its own, so that no authorization server can pass an answer off as another's.
 */
public final class ClientDocument {
    private static final String CONNECT = "/connect/";

    private ClientDocument() {}

    /** Whether authorization servers can read the document: it has to be at an https address that is not this machine's. */
    public static boolean isPublished(String origin) {
        return PublicUrl.isSecure(origin) && !PublicUrl.isLoopback(URI.create(origin));
    }

    /** The page that connects an account at this upstream. */
    public static String connectUrl(String origin, String upstream) {
        return origin + CONNECT + upstream;
    }

    public static String redirectUri(String origin, String upstream) {
        return connectUrl(origin, upstream) + "/callback";
    }

    /** The client id, which is the address of the document. */
    public static String id(String origin, String upstream) {
        return connectUrl(origin, upstream) + "/client.json";
    }

    /** The document. */
    public static JsonObject document(String origin, String upstream) {
        return metadata(origin, redirectUri(origin, upstream), UpstreamClient.NONE)
                .put("client_id", id(origin, upstream));
    }

    static JsonObject metadata(String origin, String redirectUri, String authMethod) {
        URI uri = URI.create(origin);
        return new JsonObject()
                .put("client_name", "MCP Gateway (" + uri.getAuthority() + ")")
                .put("client_uri", origin)
                .put("redirect_uris", new JsonArray().add(redirectUri))
                .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
                .put("response_types", new JsonArray().add("code"))
                .put("token_endpoint_auth_method", authMethod)
                .put("application_type", PublicUrl.isLoopback(uri) ? "native" : "web");
    }
}
