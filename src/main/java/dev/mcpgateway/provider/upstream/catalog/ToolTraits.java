package dev.mcpgateway.provider.upstream.catalog;

import dev.mcpgateway.protocol.InvalidParamHeaders;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpParamHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway reads of a tool's definition.
 *
 * @param repeatable whether its annotations say that it only reads, or does the same when it is called twice
 * @param headers the arguments that are mirrored into headers; null when there are none
 */
public record ToolTraits(boolean repeatable, @Nullable McpParamHeaders headers) {
    private static final Logger LOG = LoggerFactory.getLogger(ToolTraits.class);

    /** The traits of the tools in a {@code tools/list} result, by name. */
    static Map<String, ToolTraits> of(JsonSlice result) {
        JsonSlice tools = result.get("tools");
        Map<String, ToolTraits> traits = new HashMap<>();
        for (JsonSlice tool : tools == null ? List.<JsonSlice>of() : tools.elements()) {
            String name = tool.string("name");
            if (name != null) {
                traits.put(name, new ToolTraits(isRepeatable(tool.get("annotations")), headers(name, tool)));
            }
        }
        return traits;
    }

    private static boolean isRepeatable(@Nullable JsonSlice annotations) {
        return annotations != null && (isTrue(annotations, "readOnlyHint") || isTrue(annotations, "idempotentHint"));
    }

    private static boolean isTrue(JsonSlice annotations, String hint) {
        JsonSlice value = annotations.get(hint);
        return value != null && value.is(JsonType.TRUE);
    }

    private static @Nullable McpParamHeaders headers(String name, JsonSlice tool) {
        JsonSlice schema = tool.get("inputSchema");
        try {
            McpParamHeaders headers = schema == null ? null : McpParamHeaders.of(schema);
            return headers == null || headers.isEmpty() ? null : headers;
        } catch (InvalidParamHeaders invalid) {
            LOG.warn("tool {}: its arguments are not mirrored into headers: {}", name, invalid.getMessage());
            return null;
        }
    }
}
