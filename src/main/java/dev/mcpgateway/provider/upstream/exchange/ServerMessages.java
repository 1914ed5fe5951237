package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.PushedEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's messages on their way to a client. They pass as they came, but for the ids by which the client will answer:
 * those of server requests, their progress tokens, and what a cancellation names.
 */
public final class ServerMessages {
    private final String provider;
    private final GatewayIds ids;

    public ServerMessages(Upstream upstream) {
        this.provider = upstream.name();
        this.ids = upstream.ids();
    }

    /** The event for a client that takes server requests. */
    public PushedEvent event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        return new PushedEvent(provider, message == null ? null : forClient(message), ids.event(eventId), retryMillis);
    }

    /** The message with the gateway's ids. */
    public Message forClient(Message message) {
        return switch (message.kind()) {
            case REQUEST -> request(message);
            case NOTIFICATION -> message.is(McpMethod.NOTIFICATIONS_CANCELLED) ? cancelled(message) : message;
            case RESPONSE -> message;
        };
    }

    private Message request(Message request) {
        JsonSlice id = request.idSlice();
        JsonSlice meta = request.meta();
        JsonSlice token = meta == null ? null : meta.get(MetaKeys.PROGRESS_TOKEN);
        JsonEdit edit = JsonEdit.of(request.root());
        if (id != null) {
            edit.replace(id, ids.token(id));
        }
        if (token != null) {
            edit.replace(token, ids.token(token));
        }
        return Message.parse(edit.apply(), JsonLimits.DEFAULT);
    }

    private Message cancelled(Message notification) {
        JsonSlice params = notification.params();
        JsonSlice id = params == null ? null : params.get("requestId");
        return id == null
                ? notification
                : Message.parse(
                        JsonEdit.of(notification.root())
                                .replace(id, ids.token(id))
                                .apply(),
                        JsonLimits.DEFAULT);
    }

    /** The lists that this message says have changed; empty for any other message. */
    public static Set<ListKind> changedLists(@Nullable Message message) {
        return message == null || message.kind() != Message.Kind.NOTIFICATION
                ? Set.of()
                : ListChanges.of(message.requireMethod());
    }
}
