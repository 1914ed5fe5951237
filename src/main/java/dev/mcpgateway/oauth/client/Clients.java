package dev.mcpgateway.oauth.client;

import dev.mcpgateway.config.ClientConfig;
import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** Finds clients by their id: those of the configuration first, then metadata documents, then who registered. */
public final class Clients {
    private final Supplier<ClientsConfig> config;
    private final MetadataDocuments documents;
    private final RegisteredClients registered;

    public Clients(Supplier<ClientsConfig> config, MetadataDocuments documents, RegisteredClients registered) {
        this.config = config;
        this.documents = documents;
        this.registered = registered;
    }

    /** The client of that id. Fails with an {@link OAuthError} that says why there is none, or as the store does. */
    public Future<OAuthClient> find(String id) {
        ClientConfig known = config.get().preregistered().get(id);
        if (known != null) {
            return Future.succeededFuture(preregistered(id, known));
        }
        if (MetadataDocuments.looksLikeOne(id)) {
            return config.get().metadataDocuments()
                    ? documents.find(id)
                    : Future.failedFuture(OAuthError.invalidClient(
                            "client ID metadata documents are switched off (auth.clients.metadataDocuments)"));
        }
        return registered
                .find(id)
                .map(found -> found.orElseThrow(() -> OAuthError.invalidClient(
                        "no client has this client_id; it may have expired unused: register again")));
    }

    /**
     * The client of that id as far as the token endpoint has to know it. A metadata document is not fetched for that: its
     * clients have no secret, and what they got is bound to their id.
     */
    public Future<OAuthClient> findForToken(String id) {
        boolean document = MetadataDocuments.looksLikeOne(id)
                && config.get().metadataDocuments()
                && !config.get().preregistered().containsKey(id);
        return document
                ? Future.succeededFuture(new OAuthClient(id, OAuthClient.Origin.METADATA_DOCUMENT, id, List.of(), null))
                : find(id);
    }

    private static OAuthClient preregistered(String id, ClientConfig known) {
        String name = known.displayName();
        var secret = known.clientSecret();
        return new OAuthClient(
                id,
                OAuthClient.Origin.PREREGISTERED,
                name == null ? id : name,
                known.redirectUris(),
                secret == null ? null : Hash.sha256(secret.reveal()));
    }
}
