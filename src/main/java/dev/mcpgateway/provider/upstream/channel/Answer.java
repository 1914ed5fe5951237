package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request.
 *
 * @param status the HTTP status; 200 where there is no HTTP
 * @param message the JSON-RPC response, whose id is that of the request (or null in an error that the upstream could not
 *     attribute); null when a stream that had given event ids ended cleanly before the response, which is resumable
 * @param eventId the id of the event that carried it
 * @param sessionId the {@code Mcp-Session-Id} of the response
 */
public record Answer(
        int status,
        @Nullable Message message,
        @Nullable String eventId,
        @Nullable String sessionId) {}
