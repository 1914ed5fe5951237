package dev.mcpgateway.provider.openapi;

import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.provider.openapi.document.UnreadableDocument;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Finds out where a service is. */
final class ServiceAddress {
    private ServiceAddress() {}

    /**
     * The address of the service: the configured one, otherwise that of the document.
     *
     * @throws UnreadableDocument when there is none, or when it must not decide where credentials go
     */
    static URI of(OpenApiConfig config, @Nullable String server) {
        URI configured = config.baseUrl();
        if (configured != null) {
            return configured;
        }
        URI document = config.document().url();
        URI found = resolve(document, server);
        if (found == null
                || found.getHost() == null
                || !("http".equalsIgnoreCase(found.getScheme()) || "https".equalsIgnoreCase(found.getScheme()))) {
            throw new UnreadableDocument(
                    "it does not say at which address the service is; set openapi." + config.name() + ".baseUrl");
        }
        boolean tells = config.auth().kind() != OpenApiAuth.Kind.NONE || config.identityHeader() != null;
        if (tells && document != null && !Origin.of(found).equals(Origin.of(document))) {
            throw new UnreadableDocument("it names " + Origin.of(found)
                    + " as the service, which is not where the document itself is; to send credentials there, set openapi."
                    + config.name() + ".baseUrl");
        }
        return found;
    }

    private static @Nullable URI resolve(@Nullable URI document, @Nullable String server) {
        try {
            String text = server == null ? "/" : server;
            return document == null ? URI.create(text) : document.resolve(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
