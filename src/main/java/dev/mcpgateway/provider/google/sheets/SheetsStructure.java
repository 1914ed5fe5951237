package dev.mcpgateway.provider.google.sheets;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Changing what spreadsheets consist of. */
final class SheetsStructure {
    private static final String TITLE = "\"title\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    private static final int MOST_TITLES_TOLD = 50;

    private SheetsStructure() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "sheets_create",
                        "Create a spreadsheet",
                        "Creates a spreadsheet; sheets are the titles of its sheets.",
                        """
                        {"type":"object","additionalProperties":false,"required":["title"],"properties":{""" + TITLE + """
                        ,"sheets":{"type":"array","maxItems":200,"items":{"type":"string","minLength":1,"maxLength":200}}}}""",
                        Spreadsheet.SCHEMA,
                        ToolHints.ADDS,
                        GoogleScope.SHEETS_CREATE,
                        SheetsStructure::create),
                GoogleTool.of(
                        "sheets_add_sheet",
                        "Add a sheet",
                        "Adds an empty sheet, at the end unless index (from 0) says otherwise.",
                        SheetsTools.input(
                                ",\"title\"",
                                "," + TITLE + ",\"index\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":200}"),
                        Spreadsheet.SHEET,
                        ToolHints.ADDS,
                        GoogleScope.SHEETS_WRITE,
                        SheetsStructure::addSheet),
                GoogleTool.of(
                        "sheets_delete_sheet",
                        "Delete a sheet",
                        "Deletes a sheet with all its cells; name it by sheetId or title.",
                        SheetsTools.input(
                                "",
                                ",\"sheetId\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":2147483647}," + TITLE),
                        """
                        {"type":"object","required":["deleted","sheetId"],"properties":{"deleted":{"type":"boolean"},
                        "sheetId":{"type":"integer"}}}""",
                        ToolHints.DESTROYS,
                        GoogleScope.SHEETS_WRITE,
                        SheetsStructure::deleteSheet),
                GoogleTool.of(
                        "sheets_batch_update",
                        "Change a spreadsheet",
                        "Sends requests of the Sheets API's spreadsheets.batchUpdate, such as {\"sortRange\":{…}}; all or none"
                                + " are done.",
                        SheetsTools.input(",\"requests\"", """
                                ,"requests":{"type":"array","minItems":1,"maxItems":100,
                                "items":{"type":"object","minProperties":1,"maxProperties":1}}"""),
                        """
                        {"type":"object","required":["replies"],"properties":{"repliesCut":{"type":"integer"},
                        "replies":{"type":"array","items":{"type":"object"}}}}""",
                        new ToolHints(false, true, false, true),
                        GoogleScope.SHEETS_WRITE,
                        SheetsStructure::batchUpdate));
    }

    private static Future<ToolResult> create(GoogleCall call) {
        JsonObject spreadsheet = new JsonObject()
                .put("properties", new JsonObject().put("title", call.call().required("title")));
        JsonArray titles = call.call().arguments().getJsonArray("sheets", new JsonArray());
        if (!titles.isEmpty()) {
            JsonArray sheets = new JsonArray();
            titles.forEach(title ->
                    sheets.add(new JsonObject().put("properties", new JsonObject().put("title", title))));
            spreadsheet.put("sheets", sheets);
        }
        return call.json(SheetsTools.write(HttpMethod.POST)
                        .with("fields", Spreadsheet.FIELDS)
                        .json(spreadsheet))
                .map(answer -> ToolResult.of(Spreadsheet.compact(answer)));
    }

    private static Future<ToolResult> addSheet(GoogleCall call) {
        JsonObject properties = new JsonObject().put("title", call.call().required("title"));
        Integer index = call.call().arguments().getInteger("index");
        if (index != null) {
            properties.put("index", index);
        }
        return call.json(update(
                        call, new JsonArray().add(request("addSheet", new JsonObject().put("properties", properties)))))
                .map(answer -> {
                    JsonObject reply = reply(answer, 0).getJsonObject("addSheet", new JsonObject());
                    return ToolResult.of(Spreadsheet.sheet(reply.getJsonObject("properties", properties)));
                });
    }

    private static Future<ToolResult> deleteSheet(GoogleCall call) {
        Integer given = call.call().arguments().getInteger("sheetId");
        String title = call.call().string("title");
        if ((given == null) == (title == null)) {
            throw SheetsTools.invalid("Name the sheet either by sheetId or by title.");
        }
        Future<Integer> found = title == null ? Future.succeededFuture(given) : find(call, title);
        return found.compose(id -> call.json(update(
                        call, new JsonArray().add(request("deleteSheet", new JsonObject().put("sheetId", id)))))
                .map(answer ->
                        ToolResult.of(new JsonObject().put("deleted", true).put("sheetId", id))));
    }

    private static Future<Integer> find(GoogleCall call, String title) {
        return call.json(SheetsTools.get(call.call().required("spreadsheetId"))
                        .with("fields", "sheets(properties(sheetId,title))"))
                .map(answer -> {
                    List<String> titles = new ArrayList<>();
                    for (Object entry : answer.getJsonArray("sheets", new JsonArray())) {
                        JsonObject properties = ((JsonObject) entry).getJsonObject("properties", new JsonObject());
                        if (title.equals(properties.getString("title"))) {
                            return properties.getInteger("sheetId", 0);
                        }
                        titles.add(properties.getString("title", ""));
                    }
                    throw new ToolFailure(
                            ToolFailure.NOT_FOUND,
                            "There is no such sheet. There are: "
                                    + String.join(", ", titles.subList(0, Math.min(titles.size(), MOST_TITLES_TOLD))),
                            "Name one of these as it is written.");
                });
    }

    private static Future<ToolResult> batchUpdate(GoogleCall call) {
        JsonArray requests = call.call().arguments().getJsonArray("requests");
        return call.json(update(call, requests)).map(answer -> replies(answer, requests.size(), call));
    }

    /** One reply for each request, in their order. Those that are too long are empty: what they tell of is done all the same. */
    private static ToolResult replies(JsonObject answer, int count, GoogleCall call) {
        JsonArray replies = new JsonArray();
        int left = call.limits().textLength();
        int cut = 0;
        for (int i = 0; i < count; i++) {
            JsonObject reply = reply(answer, i);
            int length = reply.encode().length();
            if (length > left) {
                cut++;
                replies.add(new JsonObject());
            } else {
                left -= length;
                replies.add(reply);
            }
        }
        JsonObject result = new JsonObject().put("replies", replies);
        return ToolResult.of(cut == 0 ? result : result.put("repliesCut", cut));
    }

    private static JsonObject reply(JsonObject answer, int index) {
        JsonArray replies = answer.getJsonArray("replies", new JsonArray());
        return index < replies.size() && replies.getValue(index) instanceof JsonObject reply ? reply : new JsonObject();
    }

    private static JsonObject request(String kind, JsonObject what) {
        return new JsonObject().put(kind, what);
    }

    private static GoogleRequest update(GoogleCall call, JsonArray requests) {
        return SheetsTools.write(HttpMethod.POST, call.call().required("spreadsheetId"))
                .verb("batchUpdate")
                .body("application/json", SheetsTools.bounded(new JsonObject().put("requests", requests)));
    }
}
