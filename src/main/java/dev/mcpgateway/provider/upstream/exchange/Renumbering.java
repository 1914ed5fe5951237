package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import org.jspecify.annotations.Nullable;

/**
 * One request under another id, and another progress token, where requests of several clients travel in one session and their
 * own could be equal.
 */
public final class Renumbering {
    private final JsonRpcId id;
    private final JsonRpcId original;
    private final @Nullable JsonRpcId originalToken;

    /**
     * @param request the client's request
     * @param id unique among the requests of the session; the progress token becomes the same
     */
    public Renumbering(Message request, JsonRpcId id) {
        this.id = id;
        this.original = request.requireId();
        this.originalToken = request.progressToken();
    }

    /** The id under which the upstream knows the request. */
    public JsonRpcId id() {
        return id;
    }

    /** Adds to an edit of the request what gives it the new id. */
    public JsonEdit number(Message request, JsonEdit edit) {
        JsonSlice idSlice = request.idSlice();
        JsonSlice meta = request.meta();
        JsonSlice token = meta == null ? null : meta.get(MetaKeys.PROGRESS_TOKEN);
        if (idSlice != null) {
            edit.replace(idSlice, id.raw());
        }
        if (token != null && originalToken != null) {
            edit.replace(token, id.raw());
        }
        return edit;
    }

    /** The request under the new id. */
    public Message number(Message request) {
        return Message.parse(number(request, JsonEdit.of(request.root())).apply(), JsonLimits.DEFAULT);
    }

    /** The notification by which the upstream learns that nobody waits for the request. */
    public Message cancellation(String reason) {
        return Message.parse(
                Messages.notificationMessage(
                        McpMethod.NOTIFICATIONS_CANCELLED,
                        "{\"requestId\":" + id.raw() + ",\"reason\":" + JsonEdit.quote(reason) + "}"),
                JsonLimits.DEFAULT);
    }

    /** What the upstream sends, with the client's own id or token in place of the new one. */
    public Message restore(Message message) {
        return switch (message.kind()) {
            case RESPONSE -> restore(message, message.idSlice(), original);
            case NOTIFICATION ->
                message.is(McpMethod.NOTIFICATIONS_PROGRESS)
                        ? restore(message, token(message), originalToken)
                        : message;
            case REQUEST -> message;
        };
    }

    private Message restore(Message message, @Nullable JsonSlice found, @Nullable JsonRpcId own) {
        return found == null || own == null || !id.equals(idOrNull(found))
                ? message
                : Message.parse(
                        JsonEdit.of(message.root()).replace(found, own.raw()).apply(), JsonLimits.DEFAULT);
    }

    private static @Nullable JsonSlice token(Message progress) {
        JsonSlice params = progress.params();
        return params == null ? null : params.get(MetaKeys.PROGRESS_TOKEN);
    }

    private static @Nullable JsonRpcId idOrNull(JsonSlice slice) {
        return slice.is(JsonType.STRING) || slice.is(JsonType.NUMBER) ? JsonRpcId.of(slice) : null;
    }
}
