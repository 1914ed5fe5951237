package dev.mcpgateway.oauth.server;

import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.client.Clients;
import dev.mcpgateway.oauth.client.OAuthClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Which client makes a request to the token endpoint: by its id, and its secret if it has one (RFC 6749, section 2.3). */
final class ClientAuthentication {
    private static final String BASIC = "Basic ";

    private final Clients clients;

    private record Credentials(String id, @Nullable String secret) {}

    ClientAuthentication(Clients clients) {
        this.clients = clients;
    }

    /** The client. Fails with {@code invalid_client}. */
    Future<OAuthClient> of(HttpServerRequest request, Parameters form) {
        Credentials given = credentials(request, form);
        return clients.findForToken(given.id()).map(client -> {
            if (!client.authenticates(given.secret())) {
                throw OAuthError.invalidClient(
                        client.secretHash() == null
                                ? "this is a public client: send no client secret"
                                : "the client secret is missing or wrong");
            }
            return client;
        });
    }

    private static Credentials credentials(HttpServerRequest request, Parameters form) {
        String header = request.getHeader("authorization");
        String id = form.get("client_id");
        String secret = form.get("client_secret");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            if (id == null) {
                throw OAuthError.invalidClient("client_id is missing");
            }
            return new Credentials(id, secret);
        }
        if (secret != null) {
            throw OAuthError.invalidRequest("a client authenticates in one way, not in two");
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                String name = URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8);
                if (id != null && !id.equals(name)) {
                    throw OAuthError.invalidRequest("client_id differs from the one in the Authorization header");
                }
                String password = URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8);
                return new Credentials(name, password);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw OAuthError.invalidClient("the Authorization header is no Basic authentication");
    }
}
