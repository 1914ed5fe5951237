package dev.mcpgateway.provider.google.docs;

import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Google Docs. */
public final class DocsTools {
    /** What stands in schemas. */
    static final String DOCUMENT_ID = "\"documentId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    private DocsTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all() {
        return Stream.of(DocsReading.tools(), DocsWriting.tools())
                .flatMap(List::stream)
                .toList();
    }

    /** A document with all its tabs, as {@link DocumentMarkdown} takes it. */
    public static GoogleRequest document(String id) {
        return GoogleRequest.get(GoogleService.DOCS, "v1", "documents", id).with("includeTabsContent", true);
    }

    /** Changes of one document, all of which are made or none. */
    static GoogleRequest update(String id, JsonObject request) {
        return GoogleRequest.write(GoogleService.DOCS, HttpMethod.POST, "v1", "documents", id)
                .verb("batchUpdate")
                .json(new JsonObject().put("requests", new JsonArray().add(request)));
    }

    static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }
}
