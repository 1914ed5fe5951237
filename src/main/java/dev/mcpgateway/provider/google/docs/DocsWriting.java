package dev.mcpgateway.provider.google.docs;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Making and changing documents. Texts are plain: Markdown in them stays as it is. */
final class DocsWriting {
    private static final String TEXT = "\"text\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500000}";
    private static final String TAB_ID =
            "\"tabId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200,\"description\":\"the first tab if left out\"}";

    private static final String DONE = """
            {"type":"object","required":["documentId"],"properties":{"documentId":{"type":"string"},
            "title":{"type":"string"},"link":{"type":"string"},"replaced":{"type":"integer"}}}""";

    private DocsWriting() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "docs_create",
                        "Create a document",
                        "Makes a document, with plain text in it.",
                        input(
                                "\"title\"",
                                "\"title\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000},"
                                        + "\"content\":{\"type\":\"string\",\"maxLength\":500000}"),
                        DONE,
                        ToolHints.ADDS,
                        GoogleScope.DOCS_FILE,
                        DocsWriting::create),
                GoogleTool.of(
                        "docs_insert_text",
                        "Insert text",
                        "Inserts plain text before the character at index.",
                        input(
                                "\"documentId\",\"text\",\"index\"",
                                DocsTools.DOCUMENT_ID + "," + TEXT
                                        + ",\"index\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100000000},"
                                        + TAB_ID),
                        DONE,
                        ToolHints.ADDS,
                        GoogleScope.DOCS_CHANGE,
                        DocsWriting::insert),
                GoogleTool.of(
                        "docs_append_text",
                        "Append text",
                        "Adds plain text to the last paragraph; begin with a line break for a new one.",
                        input("\"documentId\",\"text\"", DocsTools.DOCUMENT_ID + "," + TEXT + "," + TAB_ID),
                        DONE,
                        ToolHints.ADDS,
                        GoogleScope.DOCS_CHANGE,
                        DocsWriting::append),
                GoogleTool.of(
                        "docs_replace_text",
                        "Replace text",
                        "Replaces a text everywhere in a document.",
                        input("\"documentId\",\"find\",\"replace\"", DocsTools.DOCUMENT_ID + """
                                ,"find":{"type":"string","minLength":1,"maxLength":10000},
                                "replace":{"type":"string","maxLength":500000},
                                "matchCase":{"type":"boolean","default":true}"""),
                        DONE,
                        ToolHints.DESTROYS,
                        GoogleScope.DOCS_CHANGE,
                        DocsWriting::replace));
    }

    private static String input(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" + required + "],\"properties\":{"
                + properties + "}}";
    }

    /** The service makes documents empty: what follows may fail while the document is there. */
    private static Future<ToolResult> create(GoogleCall call) {
        String content = call.call().string("content");
        GoogleRequest create = GoogleRequest.write(GoogleService.DOCS, HttpMethod.POST, "v1", "documents")
                .json(new JsonObject().put("title", call.call().required("title")));
        return call.json(create).compose(made -> {
            String id = made.getString("documentId", "");
            JsonObject done = done(id).put("title", made.getString("title", ""));
            if (content == null || content.isEmpty()) {
                return Future.succeededFuture(ToolResult.of(done));
            }
            return call.json(DocsTools.update(id, insertion(content, 1, null)))
                    .map(inserted -> ToolResult.of(done))
                    .recover(failure -> Future.failedFuture(
                            failure instanceof ToolFailure told
                                    ? new ToolFailure(
                                            told.code(),
                                            "The document " + id + " was made, but its text was not written: "
                                                    + told.getMessage(),
                                            "Look into it, and write with docs_append_text; do not make another one.")
                                    : failure));
        });
    }

    /** An index behind the end is refused by what the document is now, and with where it ends. */
    private static Future<ToolResult> insert(GoogleCall call) {
        String id = call.call().required("documentId");
        String tabId = call.call().string("tabId");
        int index = call.call().integer("index");
        GoogleRequest look = DocsTools.document(id)
                .with("fields", "tabs(tabProperties/tabId,documentTab/body/content/endIndex,childTabs)");
        return call.widen(call.json(look), GoogleScope.DOCS_ALL).compose(document -> {
            int end = DocumentMarkdown.endIndex(tab(document, tabId));
            if (index >= end) {
                throw DocsTools.invalid("index has to be less than " + end + ", which is the end of the tab.");
            }
            return changed(call, DocsTools.update(id, insertion(call.call().required("text"), index, tabId)));
        });
    }

    private static JsonObject tab(JsonObject document, @Nullable String tabId) {
        List<JsonObject> tabs = DocumentMarkdown.tabs(document);
        if (tabId == null) {
            return tabs.isEmpty() ? document : tabs.getFirst();
        }
        return tabs.stream()
                .filter(tab -> tabId.equals(DocumentMarkdown.properties(tab).getString("tabId")))
                .findFirst()
                .orElseThrow(
                        () -> DocsTools.invalid("The document has no tab of this tabId; docs_get_content names them."));
    }

    private static JsonObject insertion(String text, int index, @Nullable String tabId) {
        JsonObject location = new JsonObject().put("index", index);
        return insertText(text, "location", tabId == null ? location : location.put("tabId", tabId));
    }

    private static JsonObject insertText(String text, String where, JsonObject location) {
        return new JsonObject()
                .put("insertText", new JsonObject().put("text", text).put(where, location));
    }

    private static Future<ToolResult> append(GoogleCall call) {
        String tabId = call.call().string("tabId");
        JsonObject end = tabId == null ? new JsonObject() : new JsonObject().put("tabId", tabId);
        return changed(
                call,
                DocsTools.update(
                        call.call().required("documentId"),
                        insertText(call.call().required("text"), "endOfSegmentLocation", end)));
    }

    private static Future<ToolResult> replace(GoogleCall call) {
        JsonObject replacement = new JsonObject()
                .put("replaceText", call.call().required("replace"))
                .put(
                        "containsText",
                        new JsonObject()
                                .put("text", call.call().required("find"))
                                .put("matchCase", call.call().flag("matchCase")));
        return changed(
                call,
                DocsTools.update(
                        call.call().required("documentId"), new JsonObject().put("replaceAllText", replacement)));
    }

    private static Future<ToolResult> changed(GoogleCall call, GoogleRequest request) {
        return call.widen(call.json(request), GoogleScope.DOCS_ALL).map(answer -> {
            JsonObject done = done(call.call().required("documentId"));
            JsonArray replies = answer.getJsonArray("replies", new JsonArray());
            JsonObject replaced =
                    replies.isEmpty() ? null : replies.getJsonObject(0).getJsonObject("replaceAllText");
            return ToolResult.of(
                    replaced == null ? done : done.put("replaced", replaced.getInteger("occurrencesChanged", 0)));
        });
    }

    private static JsonObject done(String id) {
        return new JsonObject().put("documentId", id).put("link", "https://docs.google.com/document/d/" + id + "/edit");
    }
}
