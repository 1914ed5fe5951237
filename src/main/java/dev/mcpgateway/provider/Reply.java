package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call. An upstream's JSON-RPC error is a reply like any other; what the gateway itself has to say is a failed
 * Future with an {@code McpError}.
 *
 * @param status the HTTP status for a client that has not seen one yet, e.g. 200, or 404 with -32601 in 2026-07-28
 * @param message the JSON-RPC response with the client's own id; null when the upstream ended a resumable stream before
 *     answering, in which case the client comes back with {@code Last-Event-ID}
 * @param eventId the id of the event that carried it, as in {@link PushedEvent}
 */
public record Reply(
        int status, @Nullable Message message, @Nullable String eventId) {
    /** The stream ended without the answer and the client is expected to resume it. */
    public static final Reply DETACHED = new Reply(200, null, null);

    public static Reply ok(Message message) {
        return new Reply(200, message, null);
    }
}
