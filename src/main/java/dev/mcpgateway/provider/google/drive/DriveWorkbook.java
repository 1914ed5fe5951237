package dev.mcpgateway.provider.google.drive;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.document.Bounds;
import dev.mcpgateway.provider.google.document.Rows;
import dev.mcpgateway.provider.google.document.Workbook;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Workbooks, sheet by sheet. */
final class DriveWorkbook {
    private static final String GOOGLE_SHEETS = "application/vnd.google-apps.spreadsheet";

    private DriveWorkbook() {}

    static List<GoogleTool> tools() {
        return List.of(GoogleTool.of(
                "drive_get_xlsx",
                "Read a workbook",
                "Reads rows of a sheet of an Excel workbook or Google sheet; the first sheet unless named. Go on at nextOffset.",
                DriveTools.input("\"required\":[\"fileId\"],", DriveTools.FILE_ID + """
                        ,"sheetName":{"type":"string","minLength":1,"maxLength":200},
                        "format":{"enum":["csv","markdown","json"],"default":"csv"},
                        "headerRow":{"type":"integer","minimum":1,"maximum":1048576,
                        "description":"row with the columns' names; rows above are left out"},
                        "offset":{"type":"integer","minimum":0,"default":0,"description":"rows to skip"}"""),
                """
                {"type":"object","required":["id","sheetName","sheets","rowCount"],"properties":{"id":{"type":"string"},
                "name":{"type":"string"},"sheetName":{"type":"string"},"sheets":{"type":"array","items":{"type":"object",
                "properties":{"name":{"type":"string"},"hidden":{"type":"boolean"}}}},
                "columns":{"type":"array","items":{"type":"string"}},"rowCount":{"type":"integer"},
                "text":{"type":"string"},"rows":{"type":"array"},"cellsCut":{"type":"boolean"},
                "nextOffset":{"type":"integer"}}}""",
                ToolHints.READS,
                GoogleScope.DRIVE_READ,
                DriveWorkbook::get));
    }

    private static Future<ToolResult> get(GoogleCall call) {
        return DriveDownload.describe(call)
                .compose(file -> call.bytes(request(call, file))
                        .compose(bytes -> DocumentWork.run(
                                call, bounds -> ToolResult.of(read(call, file, bytes.getBytes(), bounds)))));
    }

    private static GoogleRequest request(GoogleCall call, JsonObject file) {
        String type = file.getString("mimeType", "");
        if (type.equals(GOOGLE_SHEETS)) {
            return DriveDownload.export(file, Workbook.TYPE);
        }
        // Uploads often have another type than their own; whether it is a workbook, its bytes will tell.
        if (type.startsWith("application/vnd.google-apps.")) {
            throw DriveTools.invalid("This is no workbook; drive_get_content reads other files.");
        }
        return DriveDownload.media(call, file);
    }

    private static JsonObject read(GoogleCall call, JsonObject file, byte[] bytes, Bounds bounds) {
        try (Workbook workbook = Workbook.open(bytes, bounds)) {
            String asked = call.call().string("sheetName");
            Rows rows = new Rows(
                    call.call().arguments().getInteger("headerRow"),
                    call.call().integer("offset"),
                    call.limits().textLength(),
                    Rows.Format.valueOf(call.call().required("format").toUpperCase(Locale.ROOT)));
            workbook.read(asked, rows);
            JsonObject result = new JsonObject()
                    .put("id", file.getString("id", ""))
                    .put("name", file.getString("name", ""))
                    .put("sheetName", sheetName(workbook, asked))
                    .put("sheets", sheets(workbook));
            return rows.put(result);
        }
    }

    private static String sheetName(Workbook workbook, @Nullable String asked) {
        return asked == null
                ? Objects.requireNonNull(workbook.sheets().getFirst().name())
                : asked;
    }

    private static JsonArray sheets(Workbook workbook) {
        JsonArray sheets = new JsonArray();
        for (Workbook.SheetName sheet : workbook.sheets()) {
            JsonObject entry = new JsonObject().put("name", sheet.name());
            sheets.add(sheet.hidden() ? entry.put("hidden", true) : entry);
        }
        return sheets;
    }
}
