package dev.mcpgateway.provider.google.sheets;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Changing cells. */
final class SheetsWriting {
    private static final String VALUES = """
            "values":{"type":"array","minItems":1,"maxItems":10000,"items":{"type":"array","maxItems":1000,
            "items":{"type":["string","number","boolean","null"]}},"description":"rows of cells"},
            "valueInputOption":{"enum":["USER_ENTERED","RAW"],"default":"USER_ENTERED"}""";

    private static final String UPDATED = """
            {"type":"object","required":["updatedRange","updatedRows","updatedColumns","updatedCells"],"properties":{
            "tableRange":{"type":"string"},"updatedRange":{"type":"string"},"updatedRows":{"type":"integer"},
            "updatedColumns":{"type":"integer"},"updatedCells":{"type":"integer"}}}""";

    private SheetsWriting() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "sheets_update_values",
                        "Write cells",
                        "Writes cells from the range's first one on; null leaves a cell as it is, \"\" empties it.",
                        SheetsTools.input(",\"range\",\"values\"", "," + SheetsTools.RANGE + "," + VALUES),
                        UPDATED,
                        ToolHints.DESTROYS,
                        GoogleScope.SHEETS_WRITE,
                        SheetsWriting::update),
                GoogleTool.of(
                        "sheets_append_row",
                        "Append rows",
                        "Inserts rows below the table that is in the range.",
                        SheetsTools.input(",\"range\",\"values\"", "," + SheetsTools.RANGE + "," + VALUES),
                        UPDATED,
                        ToolHints.ADDS,
                        GoogleScope.SHEETS_WRITE,
                        SheetsWriting::append),
                GoogleTool.of(
                        "sheets_clear_range",
                        "Clear cells",
                        "Empties cells; their formats stay.",
                        SheetsTools.input(",\"range\"", "," + SheetsTools.RANGE),
                        """
                        {"type":"object","required":["clearedRange"],"properties":{"clearedRange":{"type":"string"}}}""",
                        ToolHints.DESTROYS,
                        GoogleScope.SHEETS_WRITE,
                        SheetsWriting::clear));
    }

    private static Future<ToolResult> update(GoogleCall call) {
        return call.json(SheetsTools.write(HttpMethod.PUT, call.call().required("spreadsheetId"), "values", range(call))
                        .with("valueInputOption", call.call().required("valueInputOption"))
                        .body("application/json", values(call)))
                .map(answer -> ToolResult.of(updated(answer)));
    }

    private static Future<ToolResult> append(GoogleCall call) {
        return call.json(
                        SheetsTools.write(HttpMethod.POST, call.call().required("spreadsheetId"), "values", range(call))
                                .verb("append")
                                .with("valueInputOption", call.call().required("valueInputOption"))
                                // What stands below the table moves down instead of being written over.
                                .with("insertDataOption", "INSERT_ROWS")
                                .body("application/json", values(call)))
                .map(answer -> {
                    JsonObject result = updated(answer.getJsonObject("updates", new JsonObject()));
                    String table = answer.getString("tableRange");
                    return ToolResult.of(table == null ? result : result.put("tableRange", table));
                });
    }

    private static Future<ToolResult> clear(GoogleCall call) {
        return call.json(
                        SheetsTools.write(HttpMethod.POST, call.call().required("spreadsheetId"), "values", range(call))
                                .verb("clear")
                                .json(new JsonObject()))
                .map(answer ->
                        ToolResult.of(new JsonObject().put("clearedRange", answer.getString("clearedRange", ""))));
    }

    private static String range(GoogleCall call) {
        return A1Range.quoted(call.call().required("range"));
    }

    private static Buffer values(GoogleCall call) {
        JsonArray values = call.call().arguments().getJsonArray("values");
        return SheetsTools.bounded(
                new JsonObject().put("majorDimension", "ROWS").put("values", values));
    }

    private static JsonObject updated(JsonObject answer) {
        return new JsonObject()
                .put("updatedRange", answer.getString("updatedRange", ""))
                .put("updatedRows", answer.getInteger("updatedRows", 0))
                .put("updatedColumns", answer.getInteger("updatedColumns", 0))
                .put("updatedCells", answer.getInteger("updatedCells", 0));
    }
}
