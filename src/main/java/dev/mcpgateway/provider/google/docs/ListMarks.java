package dev.mcpgateway.provider.google.docs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The bullets and numbers of lists, counted as the document goes on. */
final class ListMarks {
    private static final Set<String> NUMBERS =
            Set.of("DECIMAL", "ZERO_DECIMAL", "UPPER_ALPHA", "ALPHA", "UPPER_ROMAN", "ROMAN");
    /** The deepest that there is. */
    private static final int LEVELS = 9;

    private final JsonObject lists;
    private final Map<String, int[]> counts = new HashMap<>();

    ListMarks(JsonObject lists) {
        this.lists = lists;
    }

    /** What a paragraph of a list begins with. */
    String next(JsonObject bullet) {
        String id = bullet.getString("listId", "");
        int level = Math.clamp(bullet.getInteger("nestingLevel", 0), 0, LEVELS - 1);
        JsonObject style = style(id, level);
        int[] count = counts.computeIfAbsent(id, absent -> new int[LEVELS]);
        for (int deeper = level + 1; deeper < LEVELS; deeper++) {
            count[deeper] = 0;
        }
        int number = Math.max(1, style.getInteger("startNumber", 1)) + count[level]++;
        boolean numbered = NUMBERS.contains(style.getString("glyphType", ""));
        return "    ".repeat(level) + (numbered ? number + ". " : "- ");
    }

    private JsonObject style(String id, int level) {
        JsonArray levels = lists.getJsonObject(id, new JsonObject())
                .getJsonObject("listProperties", new JsonObject())
                .getJsonArray("nestingLevels", new JsonArray());
        return level < levels.size() ? levels.getJsonObject(level) : new JsonObject();
    }
}
