package dev.mcpgateway.transport;

import dev.mcpgateway.identity.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;

/**
 * A request at one of the transports' addresses, after it was authenticated.
 *
 * @param principal who makes it
 * @param requestId for logs, upstreams and the answer's {@code X-Request-Id}
 * @param origin by which the client knows the gateway, such as {@code https://mcp.example.com}
 */
public record Incoming(
        HttpServerRequest request, Principal principal, String requestId, Function<HttpServerRequest, String> origin) {
    private static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";

    /** Where the metadata of this address as a protected resource are (RFC 9728, section 3.1). */
    String resourceMetadata() {
        return origin.apply(request) + RESOURCE_METADATA + path();
    }

    /** The path; empty for a request that has none, such as {@code OPTIONS *}. */
    String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    HttpServerResponse response() {
        return request.response();
    }

    MultiMap headers() {
        return request.headers();
    }
}
