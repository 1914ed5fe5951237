package dev.mcpgateway.oauth.server;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.oauth.client.RedirectUris;
import dev.mcpgateway.oauth.grant.Approval;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a person for (RFC 6749, section 4.1.1), after it was checked.
 *
 * @param issuer the origin by which the client knows the gateway
 * @param redirectUri as it was asked for
 * @param state the client's own; null when it sent none
 * @param challenge the {@code S256} code challenge
 * @param person the id of the person whom the consent page named; null when it named nobody
 * @param expiresAt until when it can be consented to
 */
record AuthorizationRequest(
        String issuer,
        String clientId,
        String clientName,
        String clientHost,
        String redirectUri,
        @Nullable String state,
        String challenge,
        Resource resource,
        Set<Scope> scopes,
        @Nullable String person,
        Instant expiresAt) {

    AuthorizationRequest {
        scopes = Set.copyOf(scopes);
    }

    AuthorizationRequest seenBy(@Nullable String personId) {
        return new AuthorizationRequest(
                issuer,
                clientId,
                clientName,
                clientHost,
                redirectUri,
                state,
                challenge,
                resource,
                scopes,
                personId,
                expiresAt);
    }

    Approval approval() {
        return new Approval(clientId, clientName, clientHost, RedirectUris.remembered(redirectUri), resource, scopes);
    }

    /** Where a code is sent. */
    String success(String code) {
        return redirect("code", code, null);
    }

    /** Where an error is sent (RFC 6749, section 4.1.2.1). */
    String failure(String error, String description) {
        return redirect("error", error, description);
    }

    private String redirect(String name, String value, @Nullable String description) {
        return redirect(redirectUri, issuer, state, name, value, description);
    }

    /** A redirect with the issuer beside the answer, so that no client takes it for another server's (RFC 9207). */
    static String redirect(
            String redirectUri,
            String issuer,
            @Nullable String state,
            String name,
            String value,
            @Nullable String description) {
        StringBuilder uri = new StringBuilder(redirectUri);
        uri.append(redirectUri.indexOf('?') < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value));
        if (description != null) {
            uri.append("&error_description=").append(encoded(description));
        }
        if (state != null) {
            uri.append("&state=").append(encoded(state));
        }
        return uri.append("&iss=").append(encoded(issuer)).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Buffer encode() {
        return new JsonObject()
                .put("i", issuer)
                .put("c", clientId)
                .put("n", clientName)
                .put("h", clientHost)
                .put("r", redirectUri)
                .put("s", state)
                .put("x", challenge)
                .put("a", resource.path())
                .put("b", TokenAnswer.scope(scopes))
                .put("p", person)
                .put("e", expiresAt.toEpochMilli())
                .toBuffer();
    }

    static AuthorizationRequest decode(Buffer encoded) {
        JsonObject json = encoded.toJsonObject();
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String value : json.getString("b").split(" ", -1)) {
            Scope scope = Scope.of(value);
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return new AuthorizationRequest(
                json.getString("i"),
                json.getString("c"),
                json.getString("n"),
                json.getString("h"),
                json.getString("r"),
                json.getString("s"),
                json.getString("x"),
                new Resource(json.getString("a")),
                scopes,
                json.getString("p"),
                Instant.ofEpochMilli(json.getLong("e")));
    }

    /** Without the client's state. */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + clientId + ", " + resource.path() + "]";
    }
}
