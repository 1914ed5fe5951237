package dev.mcpgateway.transport;

import dev.mcpgateway.identity.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A request at one of the transports' addresses, after it was authenticated.
 *
 * @param principal who makes it
 * @param requestId for logs, upstreams and the answer's {@code X-Request-Id}
 */
public record Incoming(HttpServerRequest request, Principal principal, String requestId) {

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
