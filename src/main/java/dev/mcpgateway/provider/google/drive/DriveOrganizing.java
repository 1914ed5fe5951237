package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folders, and where files are. */
final class DriveOrganizing {
    /** What stands in schemas. */
    static final String FOLDER_ID = "\"folderId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    private static final String NAME = "\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000}";

    private DriveOrganizing() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "drive_create_folder",
                        "Create a folder",
                        "Makes a folder.",
                        DriveTools.input("\"required\":[\"name\"],", NAME + "," + FOLDER_ID),
                        DriveFiles.SCHEMA,
                        ToolHints.ADDS,
                        GoogleScope.DRIVE_FILE,
                        call -> changed(
                                call,
                                DriveTools.write(HttpMethod.POST, "files")
                                        .json(named(
                                                        call.call().required("name"),
                                                        call.call().string("folderId"))
                                                .put("mimeType", DriveFiles.FOLDER)))),
                change(
                        "drive_move",
                        "Move a file",
                        "Moves a file or folder into a folder.",
                        "\"required\":[\"fileId\",\"folderId\"],",
                        "," + FOLDER_ID,
                        ToolHints.SETS,
                        DriveOrganizing::move),
                change(
                        "drive_copy",
                        "Copy a file",
                        "Copies a file.",
                        "\"required\":[\"fileId\"],",
                        "," + NAME + "," + FOLDER_ID,
                        ToolHints.ADDS,
                        call -> changed(
                                call,
                                DriveTools.write(HttpMethod.POST, "files", fileId(call), "copy")
                                        .json(named(
                                                call.call().string("name"),
                                                call.call().string("folderId"))))),
                change(
                        "drive_rename",
                        "Rename a file",
                        "Renames a file or folder.",
                        "\"required\":[\"fileId\",\"name\"],",
                        "," + NAME,
                        ToolHints.SETS,
                        call -> changed(
                                call, update(call).json(named(call.call().required("name"), null)))),
                change(
                        "drive_trash",
                        "Trash a file",
                        "Puts a file, or a folder with all in it, into the trash.",
                        "\"required\":[\"fileId\"],",
                        "",
                        ToolHints.SETS,
                        call -> changed(call, update(call).json(new JsonObject().put("trashed", true)))),
                change(
                        "drive_restore",
                        "Restore a file",
                        "Takes a file out of the trash.",
                        "\"required\":[\"fileId\"],",
                        "",
                        ToolHints.SETS,
                        call -> changed(call, update(call).json(new JsonObject().put("trashed", false)))),
                GoogleTool.of(
                        "drive_delete_permanently",
                        "Delete a file for good",
                        "Deletes a file, or a folder with all in it, past the trash. It cannot be undone.",
                        DriveTools.input("\"required\":[\"fileId\"],", DriveTools.FILE_ID),
                        """
                        {"type":"object","required":["deleted","fileId"],"properties":{"deleted":{"type":"boolean"},
                        "fileId":{"type":"string"}}}""",
                        ToolHints.DESTROYS,
                        GoogleScope.DRIVE_CHANGE,
                        DriveOrganizing::delete));
    }

    private static GoogleTool change(
            String name,
            String title,
            String description,
            String required,
            String more,
            ToolHints hints,
            Function<GoogleCall, Future<ToolResult>> body) {
        return GoogleTool.of(
                name,
                title,
                description,
                DriveTools.input(required, DriveTools.FILE_ID + more),
                DriveFiles.SCHEMA,
                hints,
                GoogleScope.DRIVE_CHANGE,
                body);
    }

    private static String fileId(GoogleCall call) {
        return call.call().required("fileId");
    }

    private static GoogleRequest update(GoogleCall call) {
        return DriveTools.write(HttpMethod.PATCH, "files", fileId(call));
    }

    /** A description with what is given. */
    static JsonObject named(@Nullable String name, @Nullable String folderId) {
        JsonObject file = new JsonObject();
        if (name != null) {
            file.put("name", name);
        }
        return folderId == null ? file : file.put("parents", new JsonArray().add(folderId));
    }

    private static Future<ToolResult> changed(GoogleCall call, GoogleRequest request) {
        return DriveTools.change(call, request.with("fields", DriveFiles.FIELDS))
                .map(file -> ToolResult.of(DriveFiles.compact(file)));
    }

    /** Where it is now is left; the service would otherwise refuse a second folder. */
    private static Future<ToolResult> move(GoogleCall call) {
        String folder = call.call().required("folderId");
        return DriveTools.change(call, DriveTools.file(fileId(call))).compose(file -> {
            List<String> parents = file.getJsonArray("parents", new JsonArray()).stream()
                    .map(String::valueOf)
                    .toList();
            if (parents.equals(List.of(folder))) {
                return Future.succeededFuture(ToolResult.of(DriveFiles.compact(file)));
            }
            String left =
                    parents.stream().filter(parent -> !parent.equals(folder)).collect(Collectors.joining(","));
            return changed(
                    call,
                    update(call)
                            .with("addParents", folder)
                            .with("removeParents", left.isEmpty() ? null : left)
                            .json(new JsonObject()));
        });
    }

    private static Future<ToolResult> delete(GoogleCall call) {
        return DriveTools.change(call, DriveTools.write(HttpMethod.DELETE, "files", fileId(call)))
                .map(gone -> ToolResult.of(new JsonObject().put("deleted", true).put("fileId", fileId(call))));
    }
}
