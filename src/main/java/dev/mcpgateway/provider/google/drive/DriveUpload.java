package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New files. */
final class DriveUpload {
    /** A multiple of four characters, so that each step is Base64 by itself. */
    private static final int STEP = 64 << 10;

    private DriveUpload() {}

    static List<GoogleTool> tools() {
        return List.of(GoogleTool.of(
                "drive_upload",
                "Upload a file",
                "Makes a new file.",
                DriveTools.input("\"required\":[\"name\",\"content\",\"mimeType\"],", """
                        "name":{"type":"string","minLength":1,"maxLength":1000},
                        "content":{"type":"string","maxLength":13981016,"description":"Base64 of at most 10 MB"},
                        "mimeType":{"type":"string","maxLength":200,"pattern":"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$"},
                        """ + DriveOrganizing.FOLDER_ID),
                DriveFiles.SCHEMA,
                ToolHints.ADDS,
                // A file of one's own needs no look at any other.
                GoogleScope.DRIVE_FILE,
                DriveUpload::upload));
    }

    private static Future<ToolResult> upload(GoogleCall call) {
        String content = call.call().required("content");
        long most = call.limits().fileSize();
        if (decodedSize(content) > most) {
            throw DriveTools.invalid("content has more than " + most + " bytes, which is the largest file.");
        }
        String type = call.call().required("mimeType");
        if (type.startsWith("application/vnd.google-apps.")) {
            throw DriveTools.invalid(
                    "mimeType has to be that of the content, which Google's own kinds of files have not.");
        }
        JsonObject file =
                DriveOrganizing.named(call.call().required("name"), call.call().string("folderId"));
        String boundary = UUID.randomUUID().toString();
        return call.vertx()
                .executeBlocking(() -> body(file.put("mimeType", type), type, content, boundary), false)
                .compose(body -> DriveTools.change(call, request(Objects.requireNonNull(body), boundary)))
                .map(made -> ToolResult.of(DriveFiles.compact(made)));
    }

    private static GoogleRequest request(Buffer body, String boundary) {
        return GoogleRequest.write(GoogleService.DRIVE, HttpMethod.POST, "upload", "drive", "v3", "files")
                .with("uploadType", "multipart")
                .with("supportsAllDrives", true)
                .with("fields", DriveFiles.FIELDS)
                .body("multipart/related; boundary=" + boundary, body);
    }

    /** Both parts (RFC 2387). The bytes are decoded to where they are sent from, and are nowhere else. */
    private static Buffer body(JsonObject file, String type, String content, String boundary) {
        byte[] head = ("--" + boundary + "\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n" + file.encode()
                        + "\r\n--" + boundary + "\r\ncontent-type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        String tail = "\r\n--" + boundary + "--\r\n";
        Buffer body = Buffer.buffer(Math.toIntExact(head.length + decodedSize(content) + tail.length()));
        body.appendBytes(head);
        for (int at = 0; at < content.length(); at += STEP) {
            String step = content.substring(at, Math.min(content.length(), at + STEP));
            byte[] bytes = decode(step);
            if (bytes == null
                    || (step.length() == STEP && bytes.length < STEP / 4 * 3 && at + STEP < content.length())) {
                throw DriveTools.invalid("content is no Base64 (RFC 4648, section 4) without line breaks.");
            }
            body.appendBytes(bytes);
        }
        return body.appendString(tail);
    }

    private static byte @Nullable [] decode(String step) {
        try {
            return Base64.getDecoder().decode(step);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static long decodedSize(String content) {
        int padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
        return content.length() * 3L / 4 - padding;
    }
}
