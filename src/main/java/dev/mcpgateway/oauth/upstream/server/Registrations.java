package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.net.GuardedFetch.Request;
import dev.mcpgateway.net.Origin;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As which client the gateway speaks to an authorization server: the one that is configured, else the one that its own client
 * metadata document describes, else one that it registers (2025-11-25, authorization, client registration approaches). A
 * registration is kept, encrypted, for its server and redirect URI, and all tasks use it.
 */
public final class Registrations {
    private static final String KIND = "upstream-client";

    private final Servers servers;
    private final RecordStore store;
    private final InstantSource clock;

    public Registrations(Servers servers, RecordStore store, InstantSource clock) {
        this.servers = servers;
        this.store = store;
        this.clock = clock;
    }

    /** The client; fails with a {@link ServerFailure}. */
    public Future<UpstreamClient> client(ServerMetadata server, String origin) {
        UpstreamOAuthConfig config = servers.config();
        if (config.clientId() != null) {
            return Future.succeededFuture(
                    UpstreamClient.of(config.clientId(), config.clientSecret(), server.authMethods()));
        }
        if (server.takesDocuments() && ClientDocument.isPublished(origin)) {
            return Future.succeededFuture(
                    UpstreamClient.of(ClientDocument.id(origin, servers.upstreamName()), null, List.of()));
        }
        String redirectUri = ClientDocument.redirectUri(origin, servers.upstreamName());
        return store.get(key(server.issuer(), redirectUri))
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(
                                UpstreamClient.fromJson(found.get().value().toJsonObject()))
                        : register(server, origin, redirectUri));
    }

    /** A client that has gone from its server is registered anew when it is needed next. */
    public Future<Void> forget(String issuer, String redirectUri) {
        return store.delete(key(issuer, redirectUri));
    }

    private Future<UpstreamClient> register(ServerMetadata server, String origin, String redirectUri) {
        URI endpoint = server.registrationEndpoint();
        if (endpoint == null) {
            return Future.failedFuture(ServerFailure.unacceptable("the authorization server " + server.issuer()
                    + " lets no client register itself"
                    + (server.takesDocuments()
                            ? ", and takes client metadata documents, which need an https publicUrl"
                            : "")
                    + "; register the gateway there and set credentials.oauth.clientId"));
        }
        JsonObject metadata = ClientDocument.metadata(origin, redirectUri, authMethod(server));
        Request request =
                new Request(HttpMethod.POST, endpoint, Map.of("content-type", "application/json"), metadata.toBuffer());
        return servers.exchange(request).compose(answer -> {
            JsonObject json = Servers.json(answer.body());
            String id = json == null ? null : Servers.text(json, "client_id");
            if ((answer.status() != 200 && answer.status() != 201) || json == null || id == null) {
                return Future.failedFuture(
                        answer.status() >= 500 || answer.status() == 429
                                ? ServerFailure.unreachable(
                                        Origin.of(endpoint) + " answered a registration with status " + answer.status())
                                : ServerFailure.unacceptable(Origin.of(endpoint)
                                        + " does not let the gateway register (status " + answer.status()
                                        + "); register it there and set credentials.oauth.clientId"));
            }
            return keep(server, redirectUri, json, id);
        });
    }

    /** A public client where there can be one: what has no secret can lose none. */
    private static String authMethod(ServerMetadata server) {
        return server.authMethods().contains(UpstreamClient.NONE)
                ? UpstreamClient.NONE
                : UpstreamClient.of("", Secret.of(""), server.authMethods()).authMethod();
    }

    private Future<UpstreamClient> keep(ServerMetadata server, String redirectUri, JsonObject json, String id) {
        String secret = Servers.text(json, "client_secret");
        String method = Servers.text(json, "token_endpoint_auth_method");
        UpstreamClient client = method == null || method.equals(UpstreamClient.NONE)
                ? UpstreamClient.of(
                        id, method == null && secret != null ? Secret.of(secret) : null, server.authMethods())
                : UpstreamClient.of(id, secret == null ? null : Secret.of(secret), List.of(method));
        String key = key(server.issuer(), redirectUri);
        StoredRecord record = StoredRecord.create(
                key,
                KIND,
                StoredRecord.GATEWAY,
                expiry(json.getValue("client_secret_expires_at")),
                client.toJson().toBuffer());
        return store.put(record)
                .map(client)
                .recover(failure -> failure instanceof VersionConflict
                        // Another task has registered as well; one of the two is enough.
                        ? store.get(key)
                                .map(found -> found.map(other -> UpstreamClient.fromJson(
                                                other.value().toJsonObject()))
                                        .orElse(client))
                        : Future.failedFuture(failure));
    }

    private Instant expiry(@Nullable Object seconds) {
        long at = seconds instanceof Number number ? number.longValue() : 0;
        Instant expiry =
                at > 0 && at < StoredRecord.NEVER.getEpochSecond() ? Instant.ofEpochSecond(at) : StoredRecord.NEVER;
        return expiry.isAfter(clock.instant()) ? expiry : StoredRecord.NEVER;
    }

    private static String key(String issuer, String redirectUri) {
        return KIND + "/" + Hash.sha256(issuer + "\n" + redirectUri);
    }
}
