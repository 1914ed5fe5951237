package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.peer.Forwarded;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated request to a transport.
 *
 * @param principal who makes it
 * @param requestId for logs, upstreams and the answer's {@code X-Request-Id}
 * @param origin by which the client knows the gateway, such as {@code https://mcp.example.com}
 * @param forwarded what the task says that took the request first; null when that is this one
 * @param body what was read of it; empty before that
 * @param selection what the person has switched off
 */
public record Incoming(
        HttpServerRequest request,
        Principal principal,
        String requestId,
        Function<HttpServerRequest, String> origin,
        @Nullable Forwarded forwarded,
        Buffer body,
        Selection selection) {
    private static final String RESOURCE_METADATA = "/.well-known/oauth-protected-resource";

    /** A request that a client sent to this task. */
    public Incoming(
            HttpServerRequest request,
            Principal principal,
            String requestId,
            Function<HttpServerRequest, String> origin) {
        this(request, principal, requestId, origin, null, Buffer.buffer(), Selection.ALL);
    }

    /** A request that another task forwards. */
    Incoming(HttpServerRequest request, String requestId, Forwarded forwarded) {
        this(
                request,
                forwarded.principal(),
                requestId,
                asked -> forwarded.origin(),
                forwarded,
                Buffer.buffer(),
                Selection.ALL);
    }

    /** The request with what its person has switched off. */
    Incoming with(Selection known) {
        return new Incoming(request, principal, requestId, origin, forwarded, body, known);
    }

    /**
     * The request with its body.
     *
     * @throws McpError when another task forwarded another body
     */
    Incoming with(Buffer read) {
        if (forwarded != null && !forwarded.isBody(read)) {
            throw new McpError(ErrorCode.INVALID_REQUEST, "this is not the body that was forwarded", 403);
        }
        return new Incoming(request, principal, requestId, origin, forwarded, read, selection);
    }

    /**
     * What another task is to know of the request.
     *
     * @param parked whether it goes on with a call that is parked there
     */
    Forwarded toForward(boolean parked) {
        return new Forwarded(principal, parked, origin.apply(request), Forwarded.digest(body));
    }

    /** Whether another task took the request first; it is answered here then, whatever else is known. */
    boolean isForwarded() {
        return forwarded != null;
    }

    /** Whether another task says that a call is parked here which the request goes on with. */
    boolean isForParked() {
        return forwarded != null && forwarded.parked();
    }

    /** Where the metadata of this address as a protected resource are (RFC 9728, section 3.1). */
    String resourceMetadata() {
        String path = path();
        return origin.apply(request) + RESOURCE_METADATA + (path.startsWith(HttpApi.ROOT + "/") ? HttpApi.ROOT : path);
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
