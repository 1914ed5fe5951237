package dev.mcpgateway.identity;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told that needs a token, another one, or one with more scopes: the {@code WWW-Authenticate} header and the
 * body beside it (RFC 6750, section 3; RFC 9728, section 5.1).
 *
 * @param status 401, or 403 for a token that lacks a scope
 * @param resourceMetadata the URL of the protected-resource metadata of the address that was asked
 * @param scopes what a token for this needs: all of it, not what is missing
 * @param error the error code; null for a request without any credential
 * @param description what happened and what to do, for the developer of the client
 */
public record BearerChallenge(
        int status,
        String resourceMetadata,
        Collection<Scope> scopes,
        @Nullable String error,
        String description) {

    /** For a request without a token. */
    public static BearerChallenge missingToken(String resourceMetadata, Collection<Scope> scopes) {
        return new BearerChallenge(
                401,
                resourceMetadata,
                scopes,
                null,
                "this address needs an access token: send it as Authorization: Bearer; the resource metadata says where"
                        + " to get one");
    }

    /** For a token that is unknown, expired, revoked or meant for another address. */
    public static BearerChallenge invalidToken(String resourceMetadata, Collection<Scope> scopes, String description) {
        return new BearerChallenge(401, resourceMetadata, scopes, "invalid_token", description);
    }

    /** For a token that is valid but does not allow this. */
    public static BearerChallenge insufficientScope(
            String resourceMetadata, Collection<Scope> scopes, String description) {
        return new BearerChallenge(403, resourceMetadata, scopes, "insufficient_scope", description);
    }

    /** The value of {@code WWW-Authenticate}. */
    public String header() {
        StringBuilder header = new StringBuilder("Bearer ");
        if (error != null) {
            header.append("error=\"").append(quotable(error)).append("\", error_description=\"");
            header.append(quotable(description)).append("\", ");
        }
        return header.append("resource_metadata=\"")
                .append(quotable(resourceMetadata))
                .append("\", scope=\"")
                .append(scopeValue())
                .append('"')
                .toString();
    }

    /** The body of the answer, a JSON object. */
    public JsonObject body() {
        return new JsonObject()
                .put("error", error == null ? "invalid_token" : error)
                .put("error_description", description);
    }

    private String scopeValue() {
        return scopes.stream().sorted().map(Scope::value).collect(Collectors.joining(" "));
    }

    /** A quoted string holds neither quotes, backslashes nor what is not printable ASCII (RFC 6750, section 3). */
    private static String quotable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c == '"' || c == '\\' ? '\'' : c >= ' ' && c <= '~' ? c : '?');
        }
        return safe.toString();
    }
}
