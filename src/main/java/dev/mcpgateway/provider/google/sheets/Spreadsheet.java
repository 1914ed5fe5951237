package dev.mcpgateway.provider.google.sheets;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** A spreadsheet of the service as results show it: what is in it, without any cell. */
final class Spreadsheet {
    static final String SHEET = """
            {"type":"object","required":["sheetId","title"],"properties":{"sheetId":{"type":"integer"},
            "title":{"type":"string"},"index":{"type":"integer"},"rows":{"type":"integer"},
            "columns":{"type":"integer"},"frozenRows":{"type":"integer"},"hidden":{"type":"boolean"},
            "type":{"type":"string"}}}""";

    static final String SCHEMA = """
            {"type":"object","required":["spreadsheetId","title","sheets"],"properties":{
            "spreadsheetId":{"type":"string"},"title":{"type":"string"},"locale":{"type":"string"},
            "timeZone":{"type":"string"},"link":{"type":"string"},"sheetCount":{"type":"integer"},
            "namedRangeCount":{"type":"integer"},"namedRanges":{"type":"array","items":{"type":"object","properties":{
            "name":{"type":"string"},"range":{"type":"string"}}}},
            "sheets":{"type":"array","items":""" + SHEET + "}}}";

    /** What is asked for, since all else may be megabytes. */
    static final String FIELDS =
            "spreadsheetId,spreadsheetUrl,properties(title,locale,timeZone),sheets(properties(sheetId,title,"
                    + "index,sheetType,hidden,gridProperties(rowCount,columnCount,frozenRowCount))),namedRanges(name,range)";

    /** Google has no more sheets in a spreadsheet than this. */
    private static final int MOST_SHEETS = 200;

    private static final int MOST_NAMED_RANGES = 200;

    private Spreadsheet() {}

    static JsonObject compact(JsonObject spreadsheet) {
        JsonObject properties = spreadsheet.getJsonObject("properties", new JsonObject());
        JsonArray sheets = spreadsheet.getJsonArray("sheets", new JsonArray());
        JsonArray named = spreadsheet.getJsonArray("namedRanges", new JsonArray());
        JsonArray listed = new JsonArray();
        Map<Integer, String> titles = new HashMap<>();
        for (Object entry : sheets) {
            JsonObject sheet = sheet(((JsonObject) entry).getJsonObject("properties", new JsonObject()));
            titles.put(sheet.getInteger("sheetId"), sheet.getString("title"));
            if (listed.size() < MOST_SHEETS) {
                listed.add(sheet);
            }
        }
        JsonObject compact = new JsonObject()
                .put("spreadsheetId", spreadsheet.getString("spreadsheetId", ""))
                .put("title", properties.getString("title", ""));
        put(compact, "locale", properties.getString("locale", ""));
        put(compact, "timeZone", properties.getString("timeZone", ""));
        put(compact, "link", spreadsheet.getString("spreadsheetUrl", ""));
        compact.put("sheetCount", sheets.size()).put("sheets", listed);
        if (!named.isEmpty()) {
            JsonArray ranges = new JsonArray();
            named.stream().limit(MOST_NAMED_RANGES).forEach(range -> ranges.add(named((JsonObject) range, titles)));
            compact.put("namedRangeCount", named.size()).put("namedRanges", ranges);
        }
        return compact;
    }

    /** A sheet from its properties. */
    static JsonObject sheet(JsonObject properties) {
        JsonObject grid = properties.getJsonObject("gridProperties", new JsonObject());
        JsonObject sheet = new JsonObject()
                .put("sheetId", properties.getInteger("sheetId", 0))
                .put("title", properties.getString("title", ""))
                .put("index", properties.getInteger("index", 0));
        if (!grid.isEmpty()) {
            sheet.put("rows", grid.getInteger("rowCount", 0)).put("columns", grid.getInteger("columnCount", 0));
        }
        if (grid.getInteger("frozenRowCount", 0) > 0) {
            sheet.put("frozenRows", grid.getInteger("frozenRowCount"));
        }
        if (properties.getBoolean("hidden", false)) {
            sheet.put("hidden", true);
        }
        String type = properties.getString("sheetType", "GRID");
        return type.equals("GRID") ? sheet : sheet.put("type", type);
    }

    /** The service counts from 0 and ends behind the last; what it leaves out has no border there. */
    private static JsonObject named(JsonObject named, Map<Integer, String> titles) {
        JsonObject grid = named.getJsonObject("range", new JsonObject());
        String sheet = A1Range.quote(titles.getOrDefault(grid.getInteger("sheetId", 0), ""));
        Integer lastColumn = grid.getInteger("endColumnIndex");
        Integer lastRow = grid.getInteger("endRowIndex");
        if (lastColumn == null && lastRow == null) {
            return new JsonObject().put("name", named.getString("name", "")).put("range", sheet);
        }
        String range = sheet + "!"
                + (lastColumn == null ? "" : A1Range.letters(grid.getInteger("startColumnIndex", 0) + 1))
                + (lastRow == null ? "" : grid.getInteger("startRowIndex", 0) + 1)
                + ":"
                + (lastColumn == null ? "" : A1Range.letters(lastColumn))
                + (lastRow == null ? "" : lastRow);
        return new JsonObject().put("name", named.getString("name", "")).put("range", range);
    }

    private static void put(JsonObject json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
