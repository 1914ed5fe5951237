package dev.mcpgateway.provider.tool;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.provider.Page;
import io.vertx.core.json.JsonArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools by name, and their list as it is sent: written once, since it is the same for everybody. */
final class ToolListing {
    private final Map<String, Tool> byName = new LinkedHashMap<>();
    private final Page legacy;
    private final Page modern;

    ToolListing(ToolServer server, List<Tool> tools) {
        JsonArray listed = new JsonArray();
        for (Tool tool : tools) {
            ToolDefinition definition = tool.definition();
            if (byName.put(definition.name(), tool) != null) {
                throw new IllegalArgumentException(server.name() + " has two tools with the name " + definition.name());
            }
            listed.add(definition.toJson());
        }
        legacy = new Page(server.list(listed, Era.LEGACY), null, false);
        modern = new Page(server.list(listed, Era.MODERN), null, false);
    }

    Page page(Era era) {
        return era == Era.MODERN ? modern : legacy;
    }

    @Nullable
    Tool tool(String name) {
        return byName.get(name);
    }

    List<Tool> tools() {
        return List.copyOf(byName.values());
    }
}
