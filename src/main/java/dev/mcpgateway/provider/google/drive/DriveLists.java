package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finding files. What is in the trash is not found. */
final class DriveLists {
    private static final String PAGE = """
            "maxResults":{"type":"integer","minimum":1,"maximum":100,"default":20},
            "pageToken":{"type":"string","maxLength":4000}""";

    private static final String FILES = """
            {"type":"object","required":["files"],"properties":{"nextPageToken":{"type":"string"},
            "incomplete":{"type":"boolean"},"files":{"type":"array","items":""" + DriveFiles.SCHEMA + "}}}";

    private DriveLists() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "drive_search",
                        "Search files",
                        "Finds files, in shared drives too, by words of their name or content.",
                        DriveTools.input("\"required\":[\"query\"],", """
                                "query":{"type":"string","minLength":1,"maxLength":500},
                                "type":{"enum":["document","spreadsheet","presentation","folder","pdf","image","video"]},
                                """ + PAGE),
                        FILES,
                        ToolHints.READS,
                        // Google looks into contents only for who may read them.
                        GoogleScope.DRIVE_READ,
                        call -> list(
                                call,
                                new DriveQuery()
                                        .text(call.call().required("query"))
                                        .type(call.call().string("type")),
                                null)),
                GoogleTool.of(
                        "drive_list",
                        "List a folder",
                        "Lists a folder, folders first.",
                        DriveTools.input(
                                "",
                                "\"folderId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200,\"default\":\"root\"},"
                                        + PAGE),
                        FILES,
                        ToolHints.READS,
                        GoogleScope.DRIVE_METADATA,
                        call -> list(
                                call, new DriveQuery().in(call.call().required("folderId")), "folder,name_natural")));
    }

    private static Future<ToolResult> list(GoogleCall call, DriveQuery query, @Nullable String order) {
        return call.json(DriveTools.get("files")
                        .with("q", query)
                        .with("orderBy", order)
                        .with("corpora", "allDrives")
                        .with("includeItemsFromAllDrives", true)
                        .with("supportsAllDrives", true)
                        .with("pageSize", call.call().integer("maxResults"))
                        .with("pageToken", call.call().string("pageToken"))
                        .with("fields", "nextPageToken,incompleteSearch,files(" + DriveFiles.FIELDS + ")"))
                .map(page -> {
                    JsonArray files = new JsonArray();
                    page.getJsonArray("files", new JsonArray())
                            .forEach(file -> files.add(DriveFiles.compact((JsonObject) file)));
                    JsonObject result = new JsonObject().put("files", files);
                    if (page.getString("nextPageToken") != null) {
                        result.put("nextPageToken", page.getString("nextPageToken"));
                    }
                    // Google did not get through all shared drives.
                    return ToolResult.of(
                            page.getBoolean("incompleteSearch", false) ? result.put("incomplete", true) : result);
                });
    }
}
