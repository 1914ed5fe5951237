package dev.mcpgateway.provider.google.docs;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.document.TextWindow;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reading documents. */
final class DocsReading {
    private DocsReading() {}

    static List<GoogleTool> tools() {
        return List.of(GoogleTool.of(
                "docs_get_content",
                "Read a document",
                "Reads all tabs of a document as Markdown. A long text is cut; go on at nextOffset.",
                "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"documentId\"],\"properties\":{"
                        + DocsTools.DOCUMENT_ID + """
                        ,"offset":{"type":"integer","minimum":0,"default":0},
                        "showIndexes":{"type":"boolean","default":false,
                        "description":"begins each paragraph with its index, {@12}, for docs_insert_text"}}}""",
                """
                {"type":"object","required":["documentId","text","tabs"],"properties":{"documentId":{"type":"string"},
                "title":{"type":"string"},"tabs":{"type":"array","items":{"type":"object","properties":{
                "tabId":{"type":"string"},"title":{"type":"string"},"parentTabId":{"type":"string"},
                "endIndex":{"type":"integer"}}}},""" + TextWindow.SCHEMA + "}}",
                ToolHints.READS,
                GoogleScope.DOCS_READ,
                DocsReading::get));
    }

    private static Future<ToolResult> get(GoogleCall call) {
        int offset = call.call().integer("offset");
        boolean indexes = call.call().flag("showIndexes");
        return call.json(DocsTools.document(call.call().required("documentId")))
                .compose(document -> call.vertx()
                        .executeBlocking(
                                () -> ToolResult.of(TextWindow.on(
                                                DocumentMarkdown.of(document, indexes),
                                                offset,
                                                call.limits().textLength())
                                        .put(described(document))),
                                false));
    }

    private static JsonObject described(JsonObject document) {
        JsonArray tabs = new JsonArray();
        for (JsonObject tab : DocumentMarkdown.tabs(document)) {
            JsonObject properties = DocumentMarkdown.properties(tab);
            JsonObject shown = new JsonObject()
                    .put("tabId", properties.getString("tabId", ""))
                    .put("title", properties.getString("title", ""))
                    .put("endIndex", DocumentMarkdown.endIndex(tab));
            String parent = properties.getString("parentTabId");
            tabs.add(parent == null ? shown : shown.put("parentTabId", parent));
        }
        return new JsonObject()
                .put("documentId", document.getString("documentId", ""))
                .put("title", document.getString("title", ""))
                .put("tabs", tabs);
    }
}
