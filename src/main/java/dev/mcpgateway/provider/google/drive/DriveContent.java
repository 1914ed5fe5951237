package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.docs.DocsTools;
import dev.mcpgateway.provider.google.docs.DocumentMarkdown;
import dev.mcpgateway.provider.google.document.Bounds;
import dev.mcpgateway.provider.google.document.PdfText;
import dev.mcpgateway.provider.google.document.PlainText;
import dev.mcpgateway.provider.google.document.TextWindow;
import dev.mcpgateway.provider.google.document.Workbook;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What is in a file. */
final class DriveContent {
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final String GOOGLE = "application/vnd.google-apps.";

    private DriveContent() {}

    static List<GoogleTool> tools() {
        return List.of(GoogleTool.of(
                "drive_get_content",
                "Read a file",
                "Reads a file as text: Docs as Markdown, sheets as CSV, Slides, PDF, text; pictures as they are. A long text is"
                        + " cut; go on at nextOffset.",
                DriveTools.input(
                        "\"required\":[\"fileId\"],",
                        DriveTools.FILE_ID + ",\"offset\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}"),
                DriveFiles.schema("," + TextWindow.SCHEMA + ",\"pages\":{\"type\":\"integer\"}"),
                ToolHints.READS,
                GoogleScope.DRIVE_READ,
                DriveContent::get));
    }

    private static Future<ToolResult> get(GoogleCall call) {
        return DriveDownload.describe(call).compose(file -> {
            String type = file.getString("mimeType", "");
            return switch (type) {
                case DriveFiles.FOLDER -> throw DriveTools.invalid("This is a folder; drive_list says what is in it.");
                case GOOGLE + "document" -> document(call, file);
                case GOOGLE + "spreadsheet" ->
                    text(call, file, DriveDownload.export(file, Workbook.TYPE), DriveContent::workbook);
                case GOOGLE + "presentation" ->
                    text(call, file, DriveDownload.export(file, "text/plain"), DriveContent::plain);
                case Workbook.TYPE -> text(call, file, DriveDownload.media(call, file), DriveContent::workbook);
                case "application/pdf" -> text(call, file, DriveDownload.media(call, file), DriveContent::pdf);
                default -> other(call, file, type);
            };
        });
    }

    private static Future<ToolResult> other(GoogleCall call, JsonObject file, String type) {
        if (PlainText.isText(type)) {
            return text(call, file, DriveDownload.media(call, file), DriveContent::plain);
        }
        if (PICTURES.contains(type)) {
            return call.bytes(DriveDownload.media(call, file))
                    .map(bytes -> ToolResult.of(DriveFiles.compact(file)).withImage(type, bytes));
        }
        throw new ToolFailure(
                "drive_api_error",
                "A file of the type " + type + " cannot be read as text.",
                "Ask the person to open it"
                        + (file.getString("webViewLink") == null ? "." : ": " + file.getString("webViewLink")));
    }

    private static Future<ToolResult> document(GoogleCall call, JsonObject file) {
        int offset = call.call().integer("offset");
        return call.json(DocsTools.document(file.getString("id")))
                .compose(document -> DocumentWork.run(
                        call,
                        bounds -> ToolResult.of(TextWindow.on(
                                        DocumentMarkdown.of(document),
                                        offset,
                                        call.limits().textLength())
                                .put(DriveFiles.compact(file)))));
    }

    /** How a file's bytes become text; more about them goes into the result. */
    private interface Reader {
        void read(Buffer bytes, TextWindow window, JsonObject result, Bounds bounds);
    }

    private static Future<ToolResult> text(GoogleCall call, JsonObject file, GoogleRequest request, Reader reader) {
        int offset = call.call().integer("offset");
        return call.bytes(request)
                .compose(bytes -> DocumentWork.run(call, bounds -> {
                    TextWindow window = new TextWindow(offset, call.limits().textLength());
                    JsonObject result = DriveFiles.compact(file);
                    reader.read(bytes, window, result, bounds);
                    return ToolResult.of(window.put(result));
                }));
    }

    private static void plain(Buffer bytes, TextWindow window, JsonObject result, Bounds bounds) {
        window.append(PlainText.decode(bytes));
    }

    private static void pdf(Buffer bytes, TextWindow window, JsonObject result, Bounds bounds) {
        result.put("pages", PdfText.read(bytes.getBytes(), window, bounds));
    }

    private static void workbook(Buffer bytes, TextWindow window, JsonObject result, Bounds bounds) {
        try (Workbook workbook = Workbook.open(bytes.getBytes(), bounds)) {
            workbook.appendCsv(window);
        }
    }
}
