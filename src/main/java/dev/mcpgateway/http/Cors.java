package dev.mcpgateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Cross-origin answers for pages whose origin the {@link HostPolicy} allows. No credentials: nothing here uses cookies. */
final class Cors {
    private static final String EXPOSED =
            "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After, X-Request-Id";
    private static final String ALLOWED = "Content-Type, Accept, Authorization, Mcp-Session-Id, MCP-Protocol-Version,"
            + " Mcp-Method, Mcp-Name, Last-Event-ID, X-Request-Id, traceparent, tracestate";
    private static final String MAX_AGE_SECONDS = "7200";

    private Cors() {}

    /** Marks an answer as readable for the page that asked. */
    static void expose(HttpServerResponse response, String origin) {
        response.putHeader("access-control-allow-origin", origin)
                .putHeader("access-control-expose-headers", EXPOSED)
                .putHeader("vary", "Origin");
    }

    /**
     * Answers a preflight request, which browsers send without credentials.
     *
     * @param methods those of the address
     */
    static void preflight(HttpServerRequest request, @Nullable String origin, String methods) {
        HttpServerResponse response = request.response();
        if (origin != null) {
            expose(response, origin);
            String asked = request.getHeader("access-control-request-headers");
            response.putHeader("access-control-allow-methods", methods)
                    .putHeader("access-control-allow-headers", asked == null ? ALLOWED : asked)
                    .putHeader("access-control-max-age", MAX_AGE_SECONDS);
        }
        response.putHeader("allow", methods).setStatusCode(204).end();
    }
}
