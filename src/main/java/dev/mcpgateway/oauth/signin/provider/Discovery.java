package dev.mcpgateway.oauth.signin.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 4).
 *
 * @param issuer exactly as it stands in ID tokens
 * @param namesIssuer whether the answer to an authorization request has the parameter {@code iss} (RFC 9207)
 * @param acceptsPost whether the client secret may stand in the form
 * @param acceptsBasic whether it may stand in the header
 */
record Discovery(
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        @Nullable String userInfoEndpoint,
        String jwksUri,
        boolean namesIssuer,
        boolean acceptsPost,
        boolean acceptsBasic) {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    static String address(URI issuer) {
        return withoutSlash(issuer.toString()) + WELL_KNOWN;
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is of another issuer, lacks an endpoint, or has one that is not encrypted while
     *     the issuer is
     */
    static Discovery of(JsonObject document, URI issuer) {
        String named = required(document, "issuer");
        if (!withoutSlash(named).equals(withoutSlash(issuer.toString()))) {
            throw new IllegalArgumentException("its discovery document is of another issuer");
        }
        JsonArray methods = document.getValue("token_endpoint_auth_methods_supported") instanceof JsonArray array
                ? array
                : JsonArray.of("client_secret_basic");
        String userInfo = document.getString("userinfo_endpoint");
        return new Discovery(
                named,
                endpoint(document, "authorization_endpoint", issuer),
                endpoint(document, "token_endpoint", issuer),
                userInfo == null ? null : endpoint(document, "userinfo_endpoint", issuer),
                endpoint(document, "jwks_uri", issuer),
                Boolean.TRUE.equals(document.getValue("authorization_response_iss_parameter_supported")),
                methods.contains("client_secret_post"),
                methods.contains("client_secret_basic"));
    }

    private static String endpoint(JsonObject document, String name, URI issuer) {
        String value = required(document, name);
        String scheme = URI.create(value).getScheme();
        if (!"https".equals(scheme) && !("http".equals(scheme) && "http".equals(issuer.getScheme()))) {
            throw new IllegalArgumentException("its " + name + " is not an https address");
        }
        return value;
    }

    private static String required(JsonObject document, String name) {
        if (document.getValue(name) instanceof String value && !value.isBlank()) {
            return value;
        }
        throw new IllegalArgumentException("its discovery document has no " + name);
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
