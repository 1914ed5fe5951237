package dev.mcpgateway.oauth.upstream.server;

import dev.mcpgateway.net.Origin;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream says of itself as a resource (RFC 9728, section 2).
 *
 * @param resource its identifier, to be named in requests for tokens
 * @param servers the issuers of its authorization servers; at least one
 * @param scopes those that it knows; empty when it does not say
 */
record ResourceMetadata(String resource, List<String> servers, Set<String> scopes) {

    /**
     * For servers without such a document, as of 2025-03-26: their own origin is the authorization server.
     *
     * @param origin without a slash at its end
     */
    static ResourceMetadata missing(URI url, String origin) {
        return new ResourceMetadata(withoutQuery(url), List.of(origin), Set.of());
    }

    /** @throws ServerFailure when it is not about the upstream, or names no server */
    static ResourceMetadata parse(JsonObject json, URI url) {
        String resource = Servers.text(json, "resource");
        if (resource == null || !isOf(resource, url)) {
            // Otherwise an upstream could have a token for another one sent to itself.
            throw ServerFailure.unacceptable(
                    "the resource metadata is about another resource than " + withoutQuery(url));
        }
        List<String> servers = texts(json.getValue("authorization_servers"));
        if (servers.isEmpty()) {
            throw ServerFailure.unacceptable("the resource metadata names no authorization server");
        }
        return new ResourceMetadata(resource, servers, new LinkedHashSet<>(texts(json.getValue("scopes_supported"))));
    }

    /** Whether an identifier is that of the upstream, or of something that the upstream is a part of. */
    private static boolean isOf(String resource, URI url) {
        try {
            URI named = URI.create(resource);
            String whole = path(named);
            return named.getHost() != null
                    && named.getRawFragment() == null
                    && Origin.of(named).equals(Origin.of(url))
                    && (path(url) + "/").startsWith(whole.endsWith("/") ? whole : whole + "/")
                    && (named.getRawQuery() == null || Objects.equals(named.getRawQuery(), url.getRawQuery()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null ? "" : path;
    }

    /** The address without its query, which may hold a key. */
    private static String withoutQuery(URI url) {
        return Origin.of(url) + path(url);
    }

    static List<String> texts(@Nullable Object value) {
        return value instanceof JsonArray array
                ? array.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
