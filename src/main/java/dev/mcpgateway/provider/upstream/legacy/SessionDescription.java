package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import org.jspecify.annotations.Nullable;

/** An {@code initialize} result as a description. */
public final class SessionDescription {

    private SessionDescription() {}

    /** The description of a server that answered this. */
    public static ServerDescription of(JsonSlice result) {
        String version = result.string("protocolVersion");
        return new ServerDescription(
                result,
                version == null ? "" : version,
                orEmpty(result.get("serverInfo")),
                orEmpty(result.get("capabilities")),
                result.get("instructions"));
    }

    private static JsonSlice orEmpty(@Nullable JsonSlice object) {
        return object == null ? OpenListening.NO_FILTER : object;
    }
}
