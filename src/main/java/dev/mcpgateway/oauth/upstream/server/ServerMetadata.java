package dev.mcpgateway.oauth.upstream.server;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself (RFC 8414, section 2).
 *
 * @param issuer exactly as it was asked for
 * @param registrationEndpoint null when nobody can register
 * @param revocationEndpoint null when it revokes nothing
 * @param authMethods how clients can prove themselves at the token endpoint
 * @param saysIssuer whether its answers name it (RFC 9207)
 * @param takesDocuments whether a client id can be the address of a document
 */
public record ServerMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        @Nullable URI registrationEndpoint,
        @Nullable URI revocationEndpoint,
        List<String> authMethods,
        Set<String> scopes,
        boolean saysIssuer,
        boolean takesDocuments) {

    /** @throws ServerFailure when it is that of another server, or one that the gateway cannot use safely */
    static ServerMetadata parse(JsonObject json, String issuer, Servers servers) {
        if (!issuer.equals(json.getValue("issuer"))) {
            throw ServerFailure.unacceptable(
                    "the authorization server's metadata is that of another issuer than " + issuer);
        }
        if (!ResourceMetadata.texts(json.getValue("code_challenge_methods_supported"))
                .contains("S256")) {
            throw ServerFailure.unacceptable(
                    "the authorization server " + issuer + " does not say that it knows PKCE with S256");
        }
        List<String> methods = ResourceMetadata.texts(json.getValue("token_endpoint_auth_methods_supported"));
        return new ServerMetadata(
                issuer,
                servers.address("authorization endpoint", Servers.text(json, "authorization_endpoint")),
                servers.address("token endpoint", Servers.text(json, "token_endpoint")),
                optional(servers, "registration endpoint", Servers.text(json, "registration_endpoint")),
                optional(servers, "revocation endpoint", Servers.text(json, "revocation_endpoint")),
                // The default of RFC 8414, section 2.
                methods.isEmpty() ? List.of(UpstreamClient.BASIC) : methods,
                Set.copyOf(ResourceMetadata.texts(json.getValue("scopes_supported"))),
                Boolean.TRUE.equals(json.getValue("authorization_response_iss_parameter_supported")),
                Boolean.TRUE.equals(json.getValue("client_id_metadata_document_supported")));
    }

    private static @Nullable URI optional(Servers servers, String what, @Nullable String address) {
        return address == null ? null : servers.address(what, address);
    }
}
