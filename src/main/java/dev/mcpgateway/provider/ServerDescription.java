package dev.mcpgateway.provider;

import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself to this client: the result of {@code initialize} or of {@code server/discover}.
 *
 * @param result the whole result object in the form of the client's era, to be passed on as it is when it is the only one
 * @param protocolVersion the version that the client and this server go on with
 * @param serverInfo the {@code serverInfo} object
 * @param capabilities the server's capabilities object
 * @param instructions the server's instructions (a JSON string); null when it gave none
 */
public record ServerDescription(
        JsonSlice result,
        String protocolVersion,
        JsonSlice serverInfo,
        JsonSlice capabilities,
        @Nullable JsonSlice instructions) {}
