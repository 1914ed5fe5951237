package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.McpHeaders;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that mirror a request (2026-07-28, Streamable HTTP, request metadata), made anew from what is sent. */
public final class ModernHeaders {

    private ModernHeaders() {}

    /** The headers of a client's call. */
    public static MultiMap of(Upstream upstream, Call call, Message sent) {
        return mirror(sent, upstream.headers().from(call.headers(), call.requestId()));
    }

    /** The headers of the gateway's own request. */
    public static MultiMap of(Message sent) {
        return mirror(sent, HttpHeaders.headers());
    }

    private static MultiMap mirror(Message sent, MultiMap headers) {
        String method = sent.requireMethod();
        headers.set(McpHeaders.METHOD, method);
        String name = name(sent, method);
        if (name != null) {
            headers.set(McpHeaders.NAME, McpHeaders.encode(name));
        }
        return headers;
    }

    private static @Nullable String name(Message sent, String method) {
        return switch (method) {
            case McpMethod.TOOLS_CALL, McpMethod.PROMPTS_GET -> sent.name();
            case McpMethod.RESOURCES_READ -> sent.uri();
            default -> null;
        };
    }
}
