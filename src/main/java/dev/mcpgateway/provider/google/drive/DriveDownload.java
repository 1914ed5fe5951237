package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Getting at the bytes of a file. */
final class DriveDownload {
    private DriveDownload() {}

    /** The file that a call names, or that the shortcut leads to which it names. */
    static Future<JsonObject> describe(GoogleCall call) {
        return call.json(DriveTools.file(call.call().required("fileId"))).compose(file -> {
            String target =
                    file.getJsonObject("shortcutDetails", new JsonObject()).getString("targetId");
            return DriveFiles.SHORTCUT.equals(file.getString("mimeType")) && target != null
                    ? call.json(DriveTools.file(target)).recover(failure -> Future.failedFuture(broken(failure)))
                    : Future.succeededFuture(file);
        });
    }

    private static Throwable broken(Throwable failure) {
        return failure instanceof ToolFailure told && told.code().equals(ToolFailure.NOT_FOUND)
                ? new ToolFailure(
                        ToolFailure.NOT_FOUND,
                        "The shortcut leads to a file that is gone, or that the person may not see.",
                        "Look for the file itself.")
                : failure;
    }

    /** The file as it is. */
    static GoogleRequest media(GoogleCall call, JsonObject file) {
        long size = DriveFiles.size(file);
        long most = call.limits().fileSize();
        if (size > most) {
            String link = file.getString("webViewLink");
            throw new ToolFailure(
                    "drive_api_error",
                    "The file has " + size + " bytes; more than " + most + " are not read.",
                    "Ask the person to open it" + (link == null ? "." : ": " + link));
        }
        return DriveTools.get("files", file.getString("id"))
                .with("supportsAllDrives", true)
                .with("alt", "media");
    }

    /** A file of one of Google's own kinds in another form. */
    static GoogleRequest export(JsonObject file, String mimeType) {
        return DriveTools.get("files", file.getString("id"), "export").with("mimeType", mimeType);
    }
}
