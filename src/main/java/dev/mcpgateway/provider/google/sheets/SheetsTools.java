package dev.mcpgateway.provider.google.sheets;

import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Google Sheets. */
public final class SheetsTools {
    /** What Google advises not to exceed ("Usage limits" of the Sheets API). */
    private static final int MOST_SENT = 2_000_000;

    /** What stands in schemas. */
    static final String SPREADSHEET_ID = "\"spreadsheetId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    static final String RANGE = """
            "range":{"type":"string","minLength":1,"maxLength":300,"description":"A1 notation, a sheet or named range"}""";

    private SheetsTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all() {
        return Stream.of(SheetsReading.tools(), SheetsWriting.tools(), SheetsStructure.tools())
                .flatMap(List::stream)
                .toList();
    }

    /** An input schema, all of which is about one spreadsheet. */
    static String input(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"spreadsheetId\"" + required
                + "],\"properties\":{" + SPREADSHEET_ID + properties + "}}";
    }

    static GoogleRequest get(String... path) {
        return GoogleRequest.get(GoogleService.SHEETS, of(path));
    }

    static GoogleRequest write(HttpMethod method, String... path) {
        return GoogleRequest.write(GoogleService.SHEETS, method, of(path));
    }

    private static String[] of(String... path) {
        return Stream.concat(Stream.of("v4", "spreadsheets"), Stream.of(path)).toArray(String[]::new);
    }

    /** What is sent, when the service takes as much at once. */
    static Buffer bounded(JsonObject body) {
        Buffer bytes = body.toBuffer();
        if (bytes.length() > MOST_SENT) {
            throw invalid("These are " + bytes.length() + " bytes; one call may have " + MOST_SENT
                    + ". Nothing was changed; use several calls.");
        }
        return bytes;
    }

    static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }
}
