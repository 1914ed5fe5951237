package dev.mcpgateway.provider.openapi.shape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a tool become a request.
 *
 * @param method in upper case
 * @param path the template below the service's address
 * @param body null when the request has none
 */
public record RequestPlan(
        String method,
        String path,
        List<Slot> slots,
        @Nullable BodyPlan body) {

    public RequestPlan {
        slots = List.copyOf(slots);
    }

    /** Whether the method changes nothing at the service (RFC 9110, section 9.2.1). */
    public boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Whether doing it twice is doing it once (RFC 9110, section 9.2.2). */
    public boolean isIdempotent() {
        return isSafe() || method.equals("PUT") || method.equals("DELETE");
    }
}
