package dev.mcpgateway.provider.google.slides;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The text of a shape or a cell as Markdown: lists and links stay what they are, all other looks are left out. */
final class TextRuns {
    /** What is asked for of a text. */
    static final String FIELDS = "text(textElements(paragraphMarker(bullet(nestingLevel,glyph)),"
            + "textRun(content,style(link(url))),autoText(content)))";

    private TextRuns() {}

    /** @param text a {@code TextContent}; null without one */
    static String of(@Nullable JsonObject text) {
        StringBuilder all = new StringBuilder();
        if (text != null) {
            for (Object entry : text.getJsonArray("textElements", new JsonArray())) {
                add(all, (JsonObject) entry);
            }
        }
        return all.toString().strip();
    }

    private static void add(StringBuilder all, JsonObject element) {
        JsonObject bullet =
                element.getJsonObject("paragraphMarker", new JsonObject()).getJsonObject("bullet");
        JsonObject run = element.getJsonObject("textRun");
        JsonObject auto = element.getJsonObject("autoText");
        if (bullet != null) {
            String glyph = bullet.getString("glyph", "");
            all.append("  ".repeat(Math.clamp(bullet.getInteger("nestingLevel", 0), 0, 8)))
                    .append(glyph.matches("\\w{1,6}[.)]") ? glyph : "-")
                    .append(' ');
        } else if (run != null) {
            // A vertical tab breaks a line within a paragraph.
            String content = run.getString("content", "").replace('\u000b', '\n');
            JsonObject link = run.getJsonObject("style", new JsonObject()).getJsonObject("link");
            all.append(link == null ? content : linked(content, link.getString("url", "")));
        } else if (auto != null) {
            all.append(auto.getString("content", ""));
        }
    }

    private static String linked(String content, String url) {
        String label = content.strip();
        return label.isEmpty() || url.isEmpty() || label.equals(url)
                ? content
                : content.replace(label, "[" + label + "](" + url + ")");
    }
}
