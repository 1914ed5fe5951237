package dev.mcpgateway.transport;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Content negotiation of the MCP endpoint: JSON comes in, JSON or an event stream goes out. */
final class MediaTypes {
    private static final String BOTH = "application/json, text/event-stream";

    private MediaTypes() {}

    /** What is wrong with a POST's media types; null when nothing is. */
    static @Nullable McpError check(HttpServerRequest request) {
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return new McpError(ErrorCode.INVALID_REQUEST, "Content-Type must be application/json", 415);
        }
        String accept = joined(request, HttpHeaders.ACCEPT);
        if (accept == null || accept.equals(BOTH)) {
            return null;
        }
        return accepts(request, "application", "json") && accepts(request, "text", "event-stream")
                ? null
                : new McpError(
                        ErrorCode.INVALID_REQUEST, "Accept must list application/json and text/event-stream", 406);
    }

    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase("application/json");
    }

    /** Whether the Accept header allows a type; a request without one takes anything. */
    static boolean accepts(HttpServerRequest request, String type, String subtype) {
        String accept = joined(request, HttpHeaders.ACCEPT);
        if (accept == null) {
            return true;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            int parameters = range.indexOf(';');
            String name = (parameters < 0 ? range : range.substring(0, parameters)).strip();
            boolean refused = parameters >= 0
                    && range.replace(" ", "").contains(";q=0")
                    && !range.replace(" ", "").contains(";q=0.");
            if (!refused && (name.equals("*/*") || name.equals(type + "/*") || name.equals(type + "/" + subtype))) {
                return true;
            }
        }
        return false;
    }

    /** A header that may have been sent several times, which means the same as once with commas between. */
    static @Nullable String joined(HttpServerRequest request, CharSequence name) {
        List<String> values = request.headers().getAll(name);
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.getFirst();
            default -> String.join(", ", values);
        };
    }
}
