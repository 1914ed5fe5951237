package dev.mcpgateway.provider.tool;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a group of tools says of itself as an MCP server.
 *
 * @param name the provider's name in the configuration, {@code [A-Za-z0-9_-]}
 * @param title for people
 * @param version the gateway's own
 * @param instructions for the model, how the tools go together; null when there is nothing to say
 */
public record ToolServer(
        String name, String title, String version, @Nullable String instructions) {

    private static final JsonObject CAPABILITIES =
            new JsonObject().put("tools", new JsonObject().put("listChanged", true));

    /** How long clients of 2026-07-28 may keep the list; those that listen learn of a change before. */
    private static final long LIST_TTL_MILLIS = 300_000;

    ServerDescription describe(ProtocolVersion version) {
        JsonObject result = version.era() == Era.MODERN ? discovered() : initialized(version);
        JsonSlice whole = slice(result);
        return new ServerDescription(
                whole,
                version.toString(),
                slice(serverInfo()),
                slice(CAPABILITIES),
                instructions == null ? null : whole.get("instructions"));
    }

    private JsonObject initialized(ProtocolVersion version) {
        return withInstructions(new JsonObject()
                .put("protocolVersion", version.toString())
                .put("capabilities", CAPABILITIES)
                .put("serverInfo", serverInfo()));
    }

    private JsonObject discovered() {
        JsonArray versions = new JsonArray();
        ProtocolVersion.SUPPORTED.forEach(supported -> versions.add(supported.toString()));
        return cacheable(withInstructions(
                new JsonObject().put("supportedVersions", versions).put("capabilities", CAPABILITIES)));
    }

    private JsonObject withInstructions(JsonObject result) {
        return instructions == null ? result : result.put("instructions", instructions);
    }

    private JsonObject serverInfo() {
        return new JsonObject().put("name", name).put("title", title).put("version", version);
    }

    /** A list in the form of an era. */
    JsonSlice list(JsonArray tools, Era era) {
        JsonObject result = new JsonObject().put("tools", tools);
        return slice(era == Era.MODERN ? cacheable(result) : result);
    }

    /** The response to a call in the form of an era. */
    Buffer response(JsonRpcId id, ToolResult result, Era era) {
        JsonObject json = result.toJson();
        ResultWriter writer = new ResultWriter(era == Era.MODERN ? complete(json) : json);
        return Messages.resultMessage(id, writer.size(), writer::writeTo);
    }

    private JsonObject cacheable(JsonObject result) {
        return complete(result).put("ttlMs", LIST_TTL_MILLIS).put("cacheScope", "public");
    }

    private JsonObject complete(JsonObject result) {
        return result.put("resultType", "complete")
                .put("_meta", new JsonObject().put(MetaKeys.SERVER_INFO, serverInfo()));
    }

    private static JsonSlice slice(JsonObject json) {
        return JsonSlice.parse(Buffer.buffer(json.encode()), JsonLimits.DEFAULT);
    }
}
