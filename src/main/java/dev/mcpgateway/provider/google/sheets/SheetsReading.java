package dev.mcpgateway.provider.google.sheets;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.sheets.CellReader.Cells;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Looking into spreadsheets. */
final class SheetsReading {
    /** What one cell may have of all that a result may have. */
    private static final int SHARE_OF_A_CELL = 10;

    private static final int MOST_CUT_CELLS = 100;

    private SheetsReading() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "sheets_get_values",
                        "Read cells",
                        "Reads cells as CSV. nextRange reads on where rows are left; a cell asked for alone is never cut.",
                        SheetsTools.input(",\"range\"", "," + SheetsTools.RANGE + """
                                ,"render":{"enum":["FORMATTED_VALUE","UNFORMATTED_VALUE","FORMULA"],
                                "default":"FORMATTED_VALUE"},
                                "maxRows":{"type":"integer","minimum":1,"maximum":5000,"default":500}"""),
                        """
                        {"type":"object","required":["range","values","rowCount"],"properties":{
                        "range":{"type":"string"},"rowCount":{"type":"integer"},"nextRange":{"type":"string"},
                        "cutCells":{"type":"array","items":{"type":"string"}},
                        "values":{"type":"array","items":{"type":"array",
                        "items":{"type":["string","number","boolean"]}}}}}""",
                        ToolHints.READS,
                        GoogleScope.SHEETS_READ,
                        SheetsReading::values),
                GoogleTool.of(
                        "sheets_get_metadata",
                        "Get a spreadsheet's sheets",
                        "Lists a spreadsheet's sheets with ids and sizes, and its named ranges.",
                        SheetsTools.input("", ""),
                        Spreadsheet.SCHEMA,
                        ToolHints.READS,
                        GoogleScope.SHEETS_READ,
                        call -> call.json(SheetsTools.get(call.call().required("spreadsheetId"))
                                        .with("fields", Spreadsheet.FIELDS))
                                .map(answer -> ToolResult.of(Spreadsheet.compact(answer)))));
    }

    private static Future<ToolResult> values(GoogleCall call) {
        String range = A1Range.quoted(call.call().required("range"));
        A1Range asked = A1Range.parse(range);
        int mostText = call.limits().textLength();
        int mostRows = call.call().integer("maxRows");
        return call.bytes(SheetsTools.get(call.call().required("spreadsheetId"), "values", range)
                        .with("valueRenderOption", call.call().required("render"))
                        // Else dates without a format would be numbers of days.
                        .with("dateTimeRenderOption", "FORMATTED_STRING"))
                .compose(body -> call.vertx()
                        .executeBlocking(
                                () -> {
                                    boolean alone = asked != null && asked.isOneCell();
                                    // One cell is bounded by the service: 50,000 characters.
                                    CellReader reader = alone
                                            ? new CellReader(1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                                            : new CellReader(
                                                    mostRows, mostText, Math.max(1, mostText / SHARE_OF_A_CELL));
                                    return result(reader.read(body));
                                },
                                false));
    }

    private static ToolResult result(Cells cells) {
        A1Range range = A1Range.parse(cells.range());
        int shown = cells.rows().size();
        if (shown == 0 && cells.rowCount() > 0) {
            throw SheetsTools.invalid(
                    "One row of " + cells.range() + " is more than a result may have. Ask for fewer columns.");
        }
        JsonObject result = new JsonObject()
                .put("range", cells.range())
                .put("rowCount", cells.rowCount())
                .put(
                        "values",
                        new JsonArray(cells.rows().stream().map(JsonArray::new).toList()));
        String rows = shown < cells.rowCount() ? ", the first " + shown + " of " + cells.rowCount() + " rows" : "";
        StringBuilder text = new StringBuilder(cells.range()).append(shown == 0 ? " is empty." : rows + ":\n");
        text.append(Csv.of(cells.rows()));
        if (shown < cells.rowCount() && range != null) {
            String next = range.rows(range.row() + shown, range.row() + cells.rowCount() - 1)
                    .toString();
            result.put("nextRange", next);
            text.append("More: ").append(next).append('\n');
        }
        if (!cells.cut().isEmpty() && range != null) {
            List<String> cut = cells.cut().stream()
                    .limit(MOST_CUT_CELLS)
                    .map(cell -> range.cell(cell.row(), cell.column()))
                    .toList();
            result.put("cutCells", new JsonArray(cut));
            text.append("Cut: ").append(String.join(" ", cut)).append('\n');
        }
        return ToolResult.of(result, text.toString());
    }
}
