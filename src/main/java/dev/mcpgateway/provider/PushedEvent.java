package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to a client. Ids are the gateway's already: event ids read {@code <provider>/<upstream's event id>},
 * ids of server requests {@code <provider>/<upstream's raw id>}.
 *
 * @param provider who sends it
 * @param message the notification, request or response; null in a priming event, which carries only an id
 * @param eventId the id to resume after; null when the provider's stream cannot be resumed
 * @param retryMillis the reconnection time to tell the client, in milliseconds; null when none was given
 */
public record PushedEvent(
        String provider,
        @Nullable Message message,
        @Nullable String eventId,
        @Nullable Long retryMillis) {

    public static PushedEvent of(String provider, Message message) {
        return new PushedEvent(provider, message, null, null);
    }
}
