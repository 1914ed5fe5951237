package dev.mcpgateway.oauth;

import dev.mcpgateway.identity.Scope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address of the gateway that tokens are made for (RFC 8707).
 *
 * @param path such as {@code /mcp}; empty for the whole gateway
 */
public record Resource(String path) {
    /** Every address: what a request without {@code resource} gets. */
    public static final Resource ALL = new Resource("");

    private static final Pattern ADDRESS =
            Pattern.compile("/mcp|/sse|/api|/ws|/(?:mcp|sse)/(?:sets/)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SSE = "/sse";
    private static final String SSE_MESSAGES = "/messages";
    private static final String API = "/api";
    private static final String WEB_SOCKET = "/ws";
    private static final String METADATA = "/.well-known/oauth-protected-resource";

    /** The resource at a path; null when no address of the gateway looks like that. */
    public static @Nullable Resource at(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() ? ALL : ADDRESS.matcher(bare).matches() ? new Resource(bare) : null;
    }

    /**
     * The resource that a {@code resource} parameter names; null when it is none of this gateway's. A slash at the end is
     * tolerated, and where the gateway is on loopback any loopback name and port.
     */
    public static @Nullable Resource named(String resource, String origin) {
        try {
            URI uri = new URI(resource);
            if (uri.getHost() == null
                    || uri.getScheme() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                return null;
            }
            URI own = URI.create(origin);
            boolean ours = PublicUrl.originOf(uri).equals(PublicUrl.originOf(own))
                    || (PublicUrl.isLoopback(own)
                            && PublicUrl.isLoopback(uri)
                            && own.getScheme().equalsIgnoreCase(uri.getScheme()));
            return ours ? at(uri.getRawPath()) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The resource that a request belongs to, whatever lies below its address. */
    public static Resource ofRequest(String path) {
        if (path.equals(SSE_MESSAGES)) {
            return new Resource(SSE);
        }
        if (path.startsWith(API + "/")) {
            return new Resource(API);
        }
        Resource exact = at(path);
        return exact == null ? ALL : exact;
    }

    /** Whether a token for this resource is good for a request to that path. */
    public boolean covers(String requestPath) {
        if (path.isEmpty()) {
            return true;
        }
        if (requestPath.equals(SSE_MESSAGES)) {
            // One address takes the messages of all HTTP+SSE streams; the transport looks whether this one is for the
            // token.
            return path.equals(SSE) || path.startsWith(SSE + "/");
        }
        return path.equals(ofRequest(requestPath).path());
    }

    /** Whether a token for this resource may be narrowed to the other. */
    public boolean includes(Resource other) {
        return path.isEmpty() || path.equals(other.path());
    }

    /** The identifier of the resource at this origin. */
    public String identifier(String origin) {
        return origin + path;
    }

    /** Where the metadata of the resource is (RFC 9728, section 3.1). */
    public String metadata(String origin) {
        return origin + METADATA + path;
    }

    /** All scopes that mean something at this address. */
    public Set<Scope> scopes() {
        if (path.isEmpty() || path.equals(API) || path.equals(WEB_SOCKET)) {
            return Scope.all();
        }
        Set<Scope> scopes = EnumSet.allOf(Scope.class);
        scopes.remove(Scope.API);
        return scopes;
    }
}
