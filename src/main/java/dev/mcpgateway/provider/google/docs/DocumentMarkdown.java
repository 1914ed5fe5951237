package dev.mcpgateway.provider.google.docs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A document of Google Docs as Markdown: headings, lists, tables, links, emphasis, footnotes, pictures by what they show, and
 * suggestions as CriticMarkup. All tabs follow each other, each below a comment with its id and title.
 */
public final class DocumentMarkdown {
    private DocumentMarkdown() {}

    /**
     * The whole document.
     *
     * @param document as the service gives it with {@code includeTabsContent}
     */
    public static String of(JsonObject document) {
        return of(document, false);
    }

    static String of(JsonObject document, boolean indexes) {
        List<JsonObject> tabs = tabs(document);
        if (tabs.isEmpty()) {
            return new TabMarkdown(document, indexes).write();
        }
        return tabs.stream()
                .map(tab -> (tabs.size() == 1 ? "" : mark(tab))
                        + new TabMarkdown(tab.getJsonObject("documentTab", new JsonObject()), indexes).write())
                .collect(Collectors.joining("\n\n"));
    }

    private static String mark(JsonObject tab) {
        JsonObject properties = properties(tab);
        return "<!-- tab " + properties.getString("tabId", "") + ": "
                + properties.getString("title", "").replaceAll("-{2,}|[\\r\\n]+", " ") + " -->\n\n";
    }

    static JsonObject properties(JsonObject tab) {
        return tab.getJsonObject("tabProperties", new JsonObject());
    }

    /** All tabs, each before those inside it. */
    static List<JsonObject> tabs(JsonObject document) {
        List<JsonObject> tabs = new ArrayList<>();
        collect(document.getJsonArray("tabs", new JsonArray()), tabs);
        return tabs;
    }

    private static void collect(JsonArray some, List<JsonObject> tabs) {
        for (Object entry : some) {
            JsonObject tab = (JsonObject) entry;
            tabs.add(tab);
            collect(tab.getJsonArray("childTabs", new JsonArray()), tabs);
        }
    }

    /** The index behind the last character of a tab, which is a line end that nothing can be written behind. */
    static int endIndex(JsonObject tab) {
        JsonArray content = tab.getJsonObject("documentTab", tab)
                .getJsonObject("body", new JsonObject())
                .getJsonArray("content", new JsonArray());
        return content.isEmpty() ? 1 : content.getJsonObject(content.size() - 1).getInteger("endIndex", 1);
    }
}
