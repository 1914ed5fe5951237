package dev.mcpgateway.provider.tool;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answers (server/tools, "CallToolResult").
 *
 * @param content blocks for the model, the text first
 * @param structured the same as an object of the output schema; null when there is none
 * @param isError whether the call failed in a way that the model can act on
 */
public record ToolResult(List<JsonObject> content, @Nullable JsonObject structured, boolean isError) {

    public ToolResult {
        content = List.copyOf(content);
    }

    /** An object; the text is the same as JSON, for clients that know no structured content. */
    public static ToolResult of(JsonObject structured) {
        return new ToolResult(List.of(textBlock(structured.encode())), structured, false);
    }

    /** An object, and a text that is easier to read than its JSON. */
    public static ToolResult of(JsonObject structured, String text) {
        return new ToolResult(List.of(textBlock(text)), structured, false);
    }

    /** A text alone. */
    public static ToolResult text(String text) {
        return new ToolResult(List.of(textBlock(text)), null, false);
    }

    /**
     * The same with a file beside it, as an embedded resource.
     *
     * @param bytes are written as Base64, and must not change any more
     */
    public ToolResult withFile(String uri, String mimeType, Buffer bytes) {
        return with(new JsonObject()
                .put("type", "resource")
                .put(
                        "resource",
                        new JsonObject()
                                .put("uri", uri)
                                .put("mimeType", mimeType)
                                .put("blob", bytes)));
    }

    /**
     * The same with an image beside it, which clients show.
     *
     * @param bytes are written as Base64, and must not change any more
     */
    public ToolResult withImage(String mimeType, Buffer bytes) {
        return with(new JsonObject().put("type", "image").put("data", bytes).put("mimeType", mimeType));
    }

    private ToolResult with(JsonObject block) {
        List<JsonObject> more = new ArrayList<>(content);
        more.add(block);
        return new ToolResult(more, structured, isError);
    }

    private static JsonObject textBlock(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("content", new JsonArray(content));
        if (structured != null && !isError) {
            json.put("structuredContent", structured);
        }
        return isError ? json.put("isError", true) : json;
    }
}
