package dev.mcpgateway.tokens;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a tool that are counted: JSON without white space, as most clients put it before a model. Titles, annotations and icons
 * are for clients, and are left out.
 *
 * @param name as it is listed; hostile text
 * @param shown an object of {@code name}, {@code description} and {@code inputSchema}
 * @param output the output schema; null when there is none
 */
public record ToolText(String name, String shown, @Nullable String output) {
    private static final List<String> SHOWN = List.of("name", "description", "inputSchema");

    /**
     * The texts of a tool as it stands in a list, whatever a server put there.
     *
     * @param longest how many characters of each text are taken
     */
    public static ToolText of(JsonObject tool, int longest) {
        JsonObject shown = new JsonObject();
        for (String member : SHOWN) {
            if (tool.containsKey(member)) {
                shown.put(member, tool.getValue(member));
            }
        }
        Object output = tool.getValue("outputSchema");
        return new ToolText(
                String.valueOf(tool.getValue("name")),
                cut(shown.encode(), longest),
                output instanceof JsonObject schema ? cut(schema.encode(), longest) : null);
    }

    /** The same, whole. */
    public static ToolText of(JsonObject tool) {
        return of(tool, Integer.MAX_VALUE);
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
