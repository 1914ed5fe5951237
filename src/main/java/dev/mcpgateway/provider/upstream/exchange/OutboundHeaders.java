package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a client that pass on to an upstream: an allow-list. What identifies or authenticates a client to the gateway
 * is nobody else's business, so some names never pass, not even when they are configured.
 */
public final class OutboundHeaders {
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String PARAM_PREFIX = "mcp-param-";
    private static final Set<String> NEVER = Set.of(
            "authorization",
            "cookie",
            "proxy-authorization",
            "x-user-id",
            "forwarded",
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "mcp-session-id",
            "last-event-id");

    private final List<String> configured;

    public OutboundHeaders(UpstreamConfig config) {
        this.configured = config.transport() instanceof UpstreamTransport.Http http
                ? http.forwardHeaders().stream()
                        .filter(OutboundHeaders::mayPass)
                        .toList()
                : List.of();
    }

    private static boolean mayPass(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !NEVER.contains(lower) && !lower.startsWith("x-forwarded-");
    }

    /** The headers that pass with a message. */
    public MultiMap from(MultiMap client) {
        MultiMap headers = HttpHeaders.headers();
        copy(client, headers, TRACEPARENT);
        copy(client, headers, TRACESTATE);
        for (String name : configured) {
            copy(client, headers, name);
        }
        return headers;
    }

    /** The headers that pass with a request, whose id goes along. */
    public MultiMap from(MultiMap client, String requestId) {
        return from(client).set(REQUEST_ID, requestId);
    }

    /** Copies the {@code Mcp-Param-*} headers, which belong to the request and pass even when nobody here knows them. */
    public void copyParams(MultiMap client, MultiMap headers) {
        for (Map.Entry<String, String> header : client) {
            if (header.getKey().regionMatches(true, 0, PARAM_PREFIX, 0, PARAM_PREFIX.length())) {
                headers.add(header.getKey(), header.getValue());
            }
        }
    }

    private static void copy(MultiMap client, MultiMap headers, String name) {
        String value = client.get(name);
        if (value != null) {
            headers.set(name, value);
        }
    }
}
