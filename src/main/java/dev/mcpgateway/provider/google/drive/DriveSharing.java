package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who may see files. */
final class DriveSharing {
    /** What others have seen cannot be made unseen. */
    private static final ToolHints SHARES = new ToolHints(false, true, true, true);

    private static final String FIELDS =
            "id,type,role,emailAddress,domain,displayName,expirationTime,deleted,pendingOwner,"
                    + "permissionDetails(inherited)";

    private static final String PERMISSION = """
            {"type":"object","required":["id"],"properties":{"id":{"type":"string"},"type":{"type":"string"},
            "role":{"type":"string"},"email":{"type":"string"},"domain":{"type":"string"},"name":{"type":"string"},
            "expires":{"type":"string"},"inherited":{"type":"boolean"},"deleted":{"type":"boolean"},
            "pendingOwner":{"type":"boolean"}}}""";

    private DriveSharing() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "drive_share",
                        "Share a file",
                        "Lets a person or group see or edit a file or folder.",
                        DriveTools.input("\"required\":[\"fileId\",\"email\",\"role\"],", DriveTools.FILE_ID + """
                                ,"email":{"type":"string","minLength":3,"maxLength":320},
                                "role":{"enum":["reader","commenter","writer"]},
                                "type":{"enum":["user","group"],"default":"user"},
                                "sendNotification":{"type":"boolean","default":false}"""),
                        PERMISSION,
                        SHARES,
                        GoogleScope.DRIVE_CHANGE,
                        DriveSharing::share),
                GoogleTool.of(
                        "drive_get_permissions",
                        "Who has access",
                        "Says who has access to a file or folder.",
                        DriveTools.input(
                                "\"required\":[\"fileId\"],",
                                DriveTools.FILE_ID + ",\"pageToken\":{\"type\":\"string\",\"maxLength\":4000}"),
                        """
                        {"type":"object","required":["permissions"],"properties":{"nextPageToken":{"type":"string"},
                        "permissions":{"type":"array","items":""" + PERMISSION + "}}}",
                        ToolHints.READS,
                        GoogleScope.DRIVE_METADATA,
                        DriveSharing::permissions));
    }

    private static Future<ToolResult> share(GoogleCall call) {
        JsonObject permission = new JsonObject()
                .put("type", call.call().required("type"))
                .put("role", call.call().required("role"))
                .put("emailAddress", call.call().required("email"));
        return DriveTools.change(
                        call,
                        DriveTools.write(HttpMethod.POST, "files", call.call().required("fileId"), "permissions")
                                .with("sendNotificationEmail", call.call().flag("sendNotification"))
                                .with("fields", FIELDS)
                                .json(permission))
                .map(made -> ToolResult.of(compact(made)));
    }

    private static Future<ToolResult> permissions(GoogleCall call) {
        return call.json(DriveTools.get("files", call.call().required("fileId"), "permissions")
                        .with("supportsAllDrives", true)
                        .with("pageSize", 100)
                        .with("pageToken", call.call().string("pageToken"))
                        .with("fields", "nextPageToken,permissions(" + FIELDS + ")"))
                .map(page -> {
                    JsonArray permissions = new JsonArray();
                    page.getJsonArray("permissions", new JsonArray())
                            .forEach(permission -> permissions.add(compact((JsonObject) permission)));
                    JsonObject result = new JsonObject().put("permissions", permissions);
                    String next = page.getString("nextPageToken");
                    return ToolResult.of(next == null ? result : result.put("nextPageToken", next));
                });
    }

    private static JsonObject compact(JsonObject permission) {
        JsonObject compact = new JsonObject().put("id", permission.getString("id", ""));
        copy(compact, "type", permission, "type");
        copy(compact, "role", permission, "role");
        copy(compact, "email", permission, "emailAddress");
        copy(compact, "domain", permission, "domain");
        copy(compact, "name", permission, "displayName");
        copy(compact, "expires", permission, "expirationTime");
        copy(compact, "deleted", permission, "deleted");
        copy(compact, "pendingOwner", permission, "pendingOwner");
        JsonArray details = permission.getJsonArray("permissionDetails", new JsonArray());
        if (!details.isEmpty()
                && details.stream().allMatch(detail -> ((JsonObject) detail).getBoolean("inherited", false))) {
            compact.put("inherited", true);
        }
        return compact;
    }

    private static void copy(JsonObject target, String name, JsonObject source, String from) {
        Object value = source.getValue(from);
        if (value != null && !Boolean.FALSE.equals(value)) {
            target.put(name, value);
        }
    }
}
