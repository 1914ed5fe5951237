package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Google Drive. Each works in shared drives as well. */
public final class DriveTools {
    /** What stands in schemas. */
    static final String FILE_ID = "\"fileId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    private DriveTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all() {
        return Stream.of(
                        DriveLists.tools(),
                        DriveContent.tools(),
                        DriveWorkbook.tools(),
                        DriveUpload.tools(),
                        DriveOrganizing.tools(),
                        DriveSharing.tools())
                .flatMap(List::stream)
                .toList();
    }

    /** An input schema from its properties. */
    static String input(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false," + required + "\"properties\":{" + properties
                + "}}";
    }

    static GoogleRequest get(String... path) {
        return GoogleRequest.get(GoogleService.DRIVE, path(path));
    }

    static GoogleRequest write(HttpMethod method, String... path) {
        return GoogleRequest.write(GoogleService.DRIVE, method, path(path)).with("supportsAllDrives", true);
    }

    /** A file's description. */
    static GoogleRequest file(String id) {
        return get("files", id).with("supportsAllDrives", true).with("fields", DriveFiles.FIELDS);
    }

    private static String[] path(String... path) {
        return Stream.concat(Stream.of("drive", "v3"), Stream.of(path)).toArray(String[]::new);
    }

    static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }

    /** A change of a file, which is asked for all files where those that were made here are not enough. */
    static Future<JsonObject> change(GoogleCall call, GoogleRequest request) {
        return call.widen(call.json(request), GoogleScope.DRIVE_ALL);
    }
}
