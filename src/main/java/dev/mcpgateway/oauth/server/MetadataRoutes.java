package dev.mcpgateway.oauth.server;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.Resource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What clients find out by themselves: each address's metadata (RFC 9728) and the server's own (RFC 8414). */
final class MetadataRoutes {
    static final String RESOURCE = "/.well-known/oauth-protected-resource";
    static final String SERVER = "/.well-known/oauth-authorization-server";

    private final Supplier<GatewayConfig> config;

    MetadataRoutes(Supplier<GatewayConfig> config) {
        this.config = config;
    }

    void resource(RoutingContext context) {
        String path = context.normalizedPath().substring(RESOURCE.length());
        Resource resource = Resource.at(path);
        if (resource == null) {
            JsonAnswer.send(
                    context.response(),
                    404,
                    new JsonObject()
                            .put("error", "not_found")
                            .put("error_description", "nothing of this gateway is at that address"));
            return;
        }
        String origin = PublicUrl.origin(config.get(), context.request());
        send(
                context,
                new JsonObject()
                        .put("resource", resource.identifier(origin))
                        .put("authorization_servers", new JsonArray().add(origin))
                        .put("scopes_supported", values(resource.scopes()))
                        .put("bearer_methods_supported", new JsonArray().add("header"))
                        .put("resource_name", "MCP Gateway"));
    }

    void server(RoutingContext context) {
        String origin = PublicUrl.origin(config.get(), context.request());
        JsonArray methods = new JsonArray(List.of("none", "client_secret_post", "client_secret_basic"));
        JsonObject metadata = new JsonObject()
                .put("issuer", origin)
                .put("authorization_endpoint", origin + "/oauth/authorize")
                .put("token_endpoint", origin + "/oauth/token")
                .put("revocation_endpoint", origin + "/oauth/revoke");
        if (config.get().auth().clients().registration()) {
            metadata.put("registration_endpoint", origin + "/oauth/register");
        }
        send(
                context,
                metadata.put("scopes_supported", values(Scope.all()))
                        .put("response_types_supported", new JsonArray().add("code"))
                        .put("response_modes_supported", new JsonArray().add("query"))
                        .put("grant_types_supported", new JsonArray(List.of("authorization_code", "refresh_token")))
                        .put("code_challenge_methods_supported", new JsonArray().add("S256"))
                        .put("token_endpoint_auth_methods_supported", methods)
                        .put("revocation_endpoint_auth_methods_supported", methods)
                        .put(
                                "client_id_metadata_document_supported",
                                config.get().auth().clients().metadataDocuments())
                        .put("authorization_response_iss_parameter_supported", true));
    }

    private static void send(RoutingContext context, JsonObject metadata) {
        context.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(metadata.toBuffer());
    }

    private static JsonArray values(Collection<Scope> scopes) {
        return new JsonArray(scopes.stream().sorted().map(Scope::value).toList());
    }
}
