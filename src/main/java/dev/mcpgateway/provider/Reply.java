package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.Message;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call. An upstream's JSON-RPC error is a reply like any other; what the gateway itself has to say is a failed
 * Future with an {@code McpError}.
 *
 * @param status the HTTP status for a client that has not seen one yet, e.g. 200, or 404 with -32601 in 2026-07-28
 * @param body the JSON-RPC response with the client's own id; null when the upstream ended a resumable stream before
 *     answering, in which case the client comes back with {@code Last-Event-ID}
 * @param isError whether the response is a JSON-RPC error
 * @param eventId the id of the event that carried it, as in {@link PushedEvent}
 */
public record Reply(
        int status,
        @Nullable Buffer body,
        boolean isError,
        @Nullable String eventId) {
    /** The stream ended without the answer and the client is expected to resume it. */
    public static final Reply DETACHED = new Reply(200, null, false, null);

    /** An upstream's response as it came. */
    public Reply(int status, Message response, @Nullable String eventId) {
        this(status, response.toBuffer(), response.error() != null, eventId);
    }

    public static Reply ok(Message response) {
        return new Reply(200, response, null);
    }

    /** A result that the gateway has encoded itself. */
    public static Reply result(Buffer response) {
        return new Reply(200, response, false, null);
    }
}
