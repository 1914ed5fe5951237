package dev.mcpgateway.provider.google.slides;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A table as Markdown. */
final class TableText {
    static final String FIELDS = "table(tableRows(tableCells(location,columnSpan," + TextRuns.FIELDS + ")))";

    /** More columns than this no table of the service has. */
    private static final int MOST_COLUMNS = 100;

    private TableText() {}

    static String of(JsonObject table) {
        List<List<String>> rows = new ArrayList<>();
        for (Object row : table.getJsonArray("tableRows", new JsonArray())) {
            rows.add(cells((JsonObject) row));
        }
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            for (int column = 0; column < width; column++) {
                text.append("| ")
                        .append(column < row.size() ? row.get(column) : "")
                        .append(' ');
            }
            text.append("|\n");
            if (i == 0) {
                text.append("| --- ".repeat(width)).append("|\n");
            }
        }
        return text.toString().strip();
    }

    /** Each where it stands: a cell over several columns or rows is there once, and none in the places that it covers. */
    private static List<String> cells(JsonObject row) {
        List<String> cells = new ArrayList<>();
        for (Object entry : row.getJsonArray("tableCells", new JsonArray())) {
            JsonObject cell = (JsonObject) entry;
            int column = cell.getJsonObject("location", new JsonObject()).getInteger("columnIndex", cells.size());
            fill(cells, column);
            cells.add(escape(TextRuns.of(cell.getJsonObject("text"))));
            fill(cells, cells.size() + cell.getInteger("columnSpan", 1) - 1);
        }
        return cells;
    }

    private static void fill(List<String> cells, int size) {
        while (cells.size() < Math.min(size, MOST_COLUMNS)) {
            cells.add("");
        }
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replaceAll("\\s*\\R\\s*", "<br>");
    }
}
