package dev.mcpgateway.provider.tool;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * How a tool is listed (2025-11-25 and 2026-07-28, server/tools, "Tool").
 *
 * @param name {@code [a-z0-9_]}, without the prefix of its provider
 * @param title a few words for people
 * @param description for the model: what the tool does and what it is good for; counted in tokens, so short
 * @param inputSchema JSON Schema 2020-12 of type {@code object}
 * @param outputSchema of {@code structuredContent}, of type {@code object}; null when the result has no fixed shape
 */
public record ToolDefinition(
        String name,
        String title,
        String description,
        JsonObject inputSchema,
        @Nullable JsonObject outputSchema,
        ToolHints hints) {

    /** The same without an output schema. */
    public ToolDefinition(String name, String title, String description, JsonObject inputSchema, ToolHints hints) {
        this(name, title, description, inputSchema, null, hints);
    }

    /** As it stands in a list. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("title", title)
                .put("description", description)
                .put("inputSchema", inputSchema);
        if (outputSchema != null) {
            json.put("outputSchema", outputSchema);
        }
        return json.put("annotations", hints.toJson());
    }
}
