package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import org.jspecify.annotations.Nullable;

/** A {@code server/discover} result as a description. */
public final class DiscoveredServer {

    private DiscoveredServer() {}

    /** The description of a server that answered this. */
    public static ServerDescription describe(JsonSlice result, String protocolVersion) {
        JsonSlice meta = result.get("_meta");
        return new ServerDescription(
                result,
                protocolVersion,
                orEmpty(meta == null ? null : meta.get(MetaKeys.SERVER_INFO)),
                orEmpty(result.get("capabilities")),
                result.get("instructions"));
    }

    private static JsonSlice orEmpty(@Nullable JsonSlice object) {
        return object == null ? OpenListening.NO_FILTER : object;
    }
}
