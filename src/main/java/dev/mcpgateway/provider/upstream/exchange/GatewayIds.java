package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * The ids under which clients know what one provider sends: {@code <provider>/<raw id>}. Any task can read from such an id whom
 * an answer belongs to, and equal ids of two upstreams stay apart.
 */
public final class GatewayIds {
    private final String prefix;

    public GatewayIds(String provider) {
        this.prefix = provider + "/";
    }

    /** The JSON string for an upstream's id or token, whose JSON text stands whole after the slash. */
    public String token(JsonSlice raw) {
        return JsonEdit.quote(prefix + raw);
    }

    /** The JSON string for an id that the gateway made for this provider. */
    public String token(String own) {
        return JsonEdit.quote(prefix + own);
    }

    /** The event id for clients. */
    public @Nullable String event(@Nullable String eventId) {
        return eventId == null ? null : prefix + eventId;
    }
}
