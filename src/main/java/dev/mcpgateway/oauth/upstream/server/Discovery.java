package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.net.GuardedFetch.Answer;
import dev.mcpgateway.net.GuardedFetch.Request;
import dev.mcpgateway.net.Origin;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the authorization server of an upstream: by the challenge with which the upstream refuses a request without a token, by
 * its resource metadata (RFC 9728, section 3), and by what the authorization server says of itself (RFC 8414, section 3; OpenID
 * Connect Discovery 1.0, section 4).
 */
public final class Discovery {
    /** No session is opened by this, in either era; who wants a token refuses it before looking at it. */
    private static final Buffer PROBE =
            Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":\"mcp-gateway\",\"method\":\"ping\"}");

    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final Servers servers;

    public Discovery(Servers servers) {
        this.servers = servers;
    }

    /**
     * What was found.
     *
     * @param resource the identifier of the upstream, which requests for tokens name (RFC 8707)
     * @param scopes what the upstream asks for
     */
    public record Found(String resource, Set<String> scopes, ServerMetadata server) {}

    /** Asks the upstream and its authorization server; fails with a {@link ServerFailure}. */
    public Future<Found> find() {
        return challenge()
                .compose(challenge -> resource(challenge)
                        .compose(resource -> server(issuer(resource)).map(server -> {
                            Set<String> scopes = new LinkedHashSet<>(
                                    challenge.scopes().isEmpty() ? resource.scopes() : challenge.scopes());
                            scopes.addAll(servers.config().scopes());
                            return new Found(resource.resource(), scopes, server);
                        })));
    }

    private Future<Challenge> challenge() {
        Request probe = new Request(
                HttpMethod.POST,
                servers.upstreamUrl(),
                Map.of("content-type", "application/json", "accept", "application/json, text/event-stream"),
                PROBE);
        return servers.exchange(probe)
                .map(answer -> answer.status() == 401 ? Challenge.of(header(answer)) : Challenge.NONE)
                // A server that streams what it was not asked for has said nothing, either; metadata may still be
                // there.
                .otherwise(Challenge.NONE);
    }

    private static String header(Answer answer) {
        return String.join(", ", answer.headers().getAll("www-authenticate"));
    }

    private Future<ResourceMetadata> resource(Challenge challenge) {
        URI url = servers.upstreamUrl();
        List<URI> places = new ArrayList<>();
        if (challenge.resourceMetadata() != null) {
            try {
                places.add(servers.address("resource metadata", challenge.resourceMetadata()));
            } catch (ServerFailure e) {
                return Future.failedFuture(e);
            }
        } else {
            String path = path(url);
            if (!path.isEmpty()) {
                places.add(URI.create(Origin.of(url) + RESOURCE + path));
            }
            places.add(URI.create(Origin.of(url) + RESOURCE));
        }
        return first(places, json -> ResourceMetadata.parse(json, url)).compose(found -> {
            if (found == null && challenge.resourceMetadata() != null) {
                return Future.failedFuture(ServerFailure.unacceptable("the upstream's challenge names "
                        + places.getFirst() + " as its resource metadata, where there is none"));
            }
            return Future.succeededFuture(found == null ? ResourceMetadata.missing(url, Origin.of(url)) : found);
        });
    }

    private String issuer(ResourceMetadata resource) {
        URI configured = servers.config().issuer();
        return configured == null ? resource.servers().getFirst() : configured.toString();
    }

    /** What the server of an issuer says of itself; fails with a {@link ServerFailure}. */
    public Future<ServerMetadata> server(String issuer) {
        List<URI> places;
        try {
            URI uri = servers.address("authorization server", issuer);
            String path = path(uri);
            String origin = Origin.of(uri);
            places = path.isEmpty()
                    ? List.of(URI.create(origin + SERVER), URI.create(origin + OPENID))
                    : List.of(
                            URI.create(origin + SERVER + path),
                            URI.create(origin + OPENID + path),
                            URI.create(origin + path + OPENID));
        } catch (ServerFailure e) {
            return Future.failedFuture(e);
        }
        return first(places, json -> ServerMetadata.parse(json, issuer, servers))
                .compose(found -> found == null
                        ? Future.failedFuture(ServerFailure.unacceptable(
                                "the authorization server " + issuer + " publishes no metadata"))
                        : Future.succeededFuture(found));
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.equals("/") ? "" : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Reads a document. */
    private interface Reader<T> {
        T read(JsonObject json);
    }

    /** The first document that there is; null when there is none. One that is there and wrong is not passed over. */
    private <T> Future<@Nullable T> first(List<URI> places, Reader<T> reader) {
        URI place = places.getFirst();
        return servers.exchange(Request.get(place)).compose(answer -> {
            if (answer.status() == 200) {
                JsonObject json = Servers.json(answer.body());
                if (json == null) {
                    return places.size() > 1
                            ? first(places.subList(1, places.size()), reader)
                            : Future.failedFuture(
                                    ServerFailure.unacceptable("what is at " + place + " is no JSON object"));
                }
                return Future.succeededFuture(reader.read(json));
            }
            if (answer.status() >= 500 || answer.status() == 429) {
                return Future.failedFuture(
                        ServerFailure.unreachable(place + " answered with status " + answer.status()));
            }
            // A redirect is not followed, so there is nothing here either.
            return places.size() > 1 ? first(places.subList(1, places.size()), reader) : Future.succeededFuture(null);
        });
    }
}
