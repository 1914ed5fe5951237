package dev.mcpgateway.provider.google.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.ScriptedGoogle.Asked;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheetsToolsTest {
    private static final String SHEET = "/v4/spreadsheets/s1";
    private static final String VALUES = SHEET + "/values/";
    private static final String SCOPE = "https://www.googleapis.com/auth/";

    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    /** Arguments for the spreadsheet s1. */
    private static JsonObject args(String json) {
        return new JsonObject(json).put("spreadsheetId", "s1");
    }

    private static JsonObject range(String range) {
        return new JsonObject().put("spreadsheetId", "s1").put("range", range);
    }

    private void answers(String range, String values) {
        google.on(
                "GET " + VALUES + "*",
                Answer.ok("{\"range\":\"" + range + "\",\"majorDimension\":\"ROWS\",\"values\":" + values + "}"));
    }

    private String text(String tool, JsonObject arguments) throws Exception {
        return google.call(tool, arguments)
                .getJsonArray("content")
                .getJsonObject(0)
                .getString("text");
    }

    @Test
    void cellsAreReadAsCsvAndAsValues() throws Exception {
        answers("Sheet1!A1:C1000", "[[\"Name\",\"Note\"],[\"Ann\",\"says \\\"hi\\\", twice\"],[],[\"Bob\"]]");

        JsonObject result = google.result("sheets_get_values", range("Sheet1!A1:C1000"));

        assertThat(text("sheets_get_values", range("Sheet1!A1:C1000")))
                .isEqualTo("Sheet1!A1:C1000:\nName,Note\r\nAnn,\"says \"\"hi\"\", twice\"\r\n,\r\nBob,\r\n");
        assertThat(result.getJsonArray("values").encode())
                .isEqualTo("[[\"Name\",\"Note\"],[\"Ann\",\"says \\\"hi\\\", twice\"],[],[\"Bob\"]]");
        assertThat(result.getInteger("rowCount")).isEqualTo(4);
        assertThat(result.containsKey("nextRange")).isFalse();
    }

    @Test
    void numbersTruthValuesAndDatesKeepTheirKind() throws Exception {
        answers("Sheet1!A1:D1", "[[10000000000,0.1,true,\"2026-03-29\"]]");

        JsonObject result =
                google.result("sheets_get_values", range("Sheet1!A1:D1").put("render", "UNFORMATTED_VALUE"));

        assertThat(result.getJsonArray("values").encode()).isEqualTo("[[10000000000,0.1,true,\"2026-03-29\"]]");
        assertThat(google.asked.getLast().one("valueRenderOption")).isEqualTo("UNFORMATTED_VALUE");
        assertThat(google.asked.getLast().one("dateTimeRenderOption")).isEqualTo("FORMATTED_STRING");
    }

    @Test
    void anEmptyRangeSaysSo() throws Exception {
        google.on("GET " + VALUES + "*", Answer.ok("{\"range\":\"Sheet1!A1:B2\",\"majorDimension\":\"ROWS\"}"));

        assertThat(text("sheets_get_values", range("Sheet1!A1:B2"))).isEqualTo("Sheet1!A1:B2 is empty.");
        assertThat(google.result("sheets_get_values", range("Sheet1!A1:B2")).getJsonArray("values"))
                .isEmpty();
    }

    @Test
    void whatIsLeftIsReadWithTheNextRange() throws Exception {
        answers("'My Sheet'!B5:C1000", "[[1],[2],[3],[4],[5]]");

        JsonObject result =
                google.result("sheets_get_values", range("'My Sheet'!B5:C").put("maxRows", 2));

        assertThat(result.getJsonArray("values").encode()).isEqualTo("[[1],[2]]");
        assertThat(result.getInteger("rowCount")).isEqualTo(5);
        assertThat(result.getString("nextRange")).isEqualTo("'My Sheet'!B7:C9");
        assertThat(text("sheets_get_values", range("'My Sheet'!B5:C").put("maxRows", 2)))
                .contains("the first 2 of 5 rows", "More: 'My Sheet'!B7:C9");
    }

    @Test
    void aResultHasNoMoreCharactersThanTheLimitSays() throws Exception {
        google.limit("textLength", 500);
        JsonArray rows = new JsonArray();
        for (int i = 0; i < 100; i++) {
            rows.add(new JsonArray().add("x".repeat(40)));
        }
        answers("Sheet1!A1:A100", rows.encode());

        JsonObject result = google.result("sheets_get_values", range("Sheet1"));

        assertThat(result.getJsonArray("values")).hasSize(500 / 41);
        assertThat(result.getString("nextRange")).isEqualTo("Sheet1!A13:A100");
    }

    @Test
    void aLongCellIsCutAndReadWholeByItself() throws Exception {
        String text = "y".repeat(50_000);
        answers("Sheet1!B2:C3", "[[\"a\"],[\"b\",\"" + text + "\"]]");
        JsonObject several = google.result("sheets_get_values", range("Sheet1!B2:C3"));
        assertThat(several.getJsonArray("cutCells")).containsExactly("C3");
        assertThat(several.getJsonArray("values").getJsonArray(1).getString(1)).hasSize(2_001);

        answers("Sheet1!C3", "[[\"" + text + "\"]]");
        JsonObject alone = google.result("sheets_get_values", range("Sheet1!C3"));

        assertThat(alone.containsKey("cutCells")).isFalse();
        assertThat(alone.getJsonArray("values").getJsonArray(0).getString(0)).isEqualTo(text);
    }

    @Test
    void aRowThatNoResultCanHoldAsksForFewerColumns() throws Exception {
        google.limit("textLength", 500);
        JsonArray row = new JsonArray();
        for (int i = 0; i < 100; i++) {
            row.add("0123456789");
        }
        answers("Sheet1!A1:CV1", new JsonArray().add(row).encode());

        JsonObject told = google.failure("sheets_get_values", range("Sheet1!A1:CV1"));

        assertThat(told.getString("code")).isEqualTo("invalid_argument");
        assertThat(told.getString("message")).contains("fewer columns");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "It's 5/6!A1:B2; %27It%27%27s%205%2F6%27%21A1%3AB2",
                "'a?b#c'!A1; %27a%3Fb%23c%27%21A1",
                "../../x; %27..%2F..%2Fx%27",
                "..; %2E%2E",
                "100%; %27100%25%27",
                "x:clear; x%3Aclear",
            })
    void aRangeIsOneSegmentOfThePath(String range, String segment) throws Exception {
        google.on("GET " + VALUES + "*", Answer.ok("{\"range\":\"Sheet1!A1\"}"));

        google.result("sheets_get_values", range(range));

        assertThat(google.asked.getLast().path()).isEqualTo(VALUES + segment);
    }

    @Test
    void metadataNamesSheetsAndRanges() throws Exception {
        google.on("GET " + SHEET, Answer.ok("""
                {"spreadsheetId":"s1","spreadsheetUrl":"https://docs.google.com/spreadsheets/d/s1/edit",
                "properties":{"title":"Budget","locale":"de_DE","timeZone":"Europe/Berlin"},
                "sheets":[{"properties":{"sheetId":0,"title":"It's","index":0,"sheetType":"GRID",
                "gridProperties":{"rowCount":1000,"columnCount":26,"frozenRowCount":1}}},
                {"properties":{"sheetId":77,"title":"Chart","index":1,"sheetType":"OBJECT","hidden":true}}],
                "namedRanges":[
                {"name":"total","range":{"sheetId":0,"startRowIndex":0,"endRowIndex":10,"startColumnIndex":1,"endColumnIndex":3}},
                {"name":"column","range":{"sheetId":0,"startColumnIndex":2,"endColumnIndex":3}},
                {"name":"all","range":{"sheetId":77}}]}"""));

        JsonObject found = google.result("sheets_get_metadata", args("{}"));

        assertThat(found.getString("title")).isEqualTo("Budget");
        assertThat(found.getJsonArray("sheets").encode())
                .isEqualTo(
                        "[{\"sheetId\":0,\"title\":\"It's\",\"index\":0,\"rows\":1000,\"columns\":26,\"frozenRows\":1},"
                                + "{\"sheetId\":77,\"title\":\"Chart\",\"index\":1,\"hidden\":true,\"type\":\"OBJECT\"}]");
        assertThat(found.getJsonArray("namedRanges").stream().map(range -> ((JsonObject) range).getString("range")))
                .containsExactly("'It''s'!B1:C10", "'It''s'!C:C", "'Chart'");
        assertThat(google.asked.getLast().one("fields"))
                .contains("sheets(properties(")
                .doesNotContain("data");
    }

    @Test
    void cellsAreWrittenAsAPersonWouldEnterThem() throws Exception {
        google.on("PUT " + VALUES + "*", Answer.ok("""
                {"spreadsheetId":"s1","updatedRange":"Sheet1!A1:C1","updatedRows":1,"updatedColumns":3,"updatedCells":2}"""));

        JsonObject written = google.result("sheets_update_values", args("""
                {"range":"Sheet1!A1","values":[["=1+1",null,true]]}"""));

        Asked asked = google.asked.getLast();
        assertThat(asked.one("valueInputOption")).isEqualTo("USER_ENTERED");
        assertThat(asked.json())
                .isEqualTo(new JsonObject("{\"majorDimension\":\"ROWS\",\"values\":[[\"=1+1\",null,true]]}"));
        assertThat(written.getInteger("updatedCells")).isEqualTo(2);
    }

    @Test
    void cellsAreWrittenAsTheyStandWhenToldSo() throws Exception {
        google.on("PUT " + VALUES + "*", Answer.ok("{}"));

        google.result("sheets_update_values", args("""
                {"range":"Sheet1!A1","values":[["=1+1"]],"valueInputOption":"RAW"}"""));

        assertThat(google.asked.getLast().one("valueInputOption")).isEqualTo("RAW");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"range\":\"A1\",\"values\":[]}",
                "{\"range\":\"A1\",\"values\":[\"a\",\"b\"]}",
                "{\"range\":\"A1\",\"values\":[[{}]]}",
                "{\"range\":\"\",\"values\":[[1]]}",
                "{\"range\":\"A1\",\"values\":[[1]],\"valueInputOption\":\"raw\"}"
            })
    void whatIsNoTableOfCellsIsNotSent(String arguments) throws Exception {
        assertThat(google.failure("sheets_update_values", args(arguments)).getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void moreThanGoogleTakesAtOnceIsNotSent() throws Exception {
        JsonArray rows = new JsonArray();
        for (int i = 0; i < 50; i++) {
            rows.add(new JsonArray().add("z".repeat(45_000)));
        }

        JsonObject told = google.failure("sheets_update_values", range("A1").put("values", rows));

        assertThat(told.getString("message")).contains("Nothing was changed", "several calls");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void rowsAreInsertedBelowTheTable() throws Exception {
        google.on("POST " + VALUES + "*", Answer.ok("""
                {"spreadsheetId":"s1","tableRange":"Sheet1!A1:B4","updates":{"spreadsheetId":"s1",
                "updatedRange":"Sheet1!A5:B6","updatedRows":2,"updatedColumns":2,"updatedCells":4}}"""));

        JsonObject added = google.result("sheets_append_row", args("""
                {"range":"Sheet1!A:B","values":[["a",1],["b",2]]}"""));

        Asked asked = google.asked.getLast();
        assertThat(asked.path()).isEqualTo(VALUES + "%27Sheet1%27%21A%3AB:append");
        assertThat(asked.one("insertDataOption")).isEqualTo("INSERT_ROWS");
        assertThat(added.getString("updatedRange")).isEqualTo("Sheet1!A5:B6");
        assertThat(added.getString("tableRange")).isEqualTo("Sheet1!A1:B4");
    }

    @Test
    void rowsAreNeverAppendedTwice() throws Exception {
        google.on("POST " + VALUES + "*", Answer.error(503, "backendError", "Backend Error"));

        JsonObject told = google.failure("sheets_append_row", range("A1").put("values", new JsonArray("[[1]]")));

        assertThat(told.getString("code")).isEqualTo("outcome_unknown");
        assertThat(told.getString("hint")).contains("before you call again");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void readingIsRepeatedWhenGoogleIsBusy() throws Exception {
        google.on(
                "GET " + VALUES + "*",
                Answer.error(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Read requests'"),
                Answer.error(503, "backendError", "Backend Error"),
                Answer.ok("{\"range\":\"Sheet1!A1\",\"values\":[[\"x\"]]}"));

        assertThat(google.result("sheets_get_values", range("A1")).getInteger("rowCount"))
                .isEqualTo(1);
        assertThat(google.asked).hasSize(3);
    }

    @Test
    void cellsAreCleared() throws Exception {
        google.on("POST " + VALUES + "*", Answer.ok("{\"spreadsheetId\":\"s1\",\"clearedRange\":\"Sheet1!A2:B9\"}"));

        JsonObject cleared = google.result("sheets_clear_range", range("Sheet1!A2:B9"));

        assertThat(google.asked.getLast().path()).isEqualTo(VALUES + "%27Sheet1%27%21A2%3AB9:clear");
        assertThat(cleared.getString("clearedRange")).isEqualTo("Sheet1!A2:B9");
    }

    @Test
    void aSpreadsheetIsCreatedWithItsSheets() throws Exception {
        google.on("POST /v4/spreadsheets", Answer.ok("""
                {"spreadsheetId":"s2","spreadsheetUrl":"https://docs.google.com/spreadsheets/d/s2/edit",
                "properties":{"title":"Plan"},"sheets":[{"properties":{"sheetId":0,"title":"A"}},
                {"properties":{"sheetId":1,"title":"B"}}]}"""));

        JsonObject made =
                google.result("sheets_create", new JsonObject("{\"title\":\"Plan\",\"sheets\":[\"A\",\"B\"]}"));

        assertThat(google.asked.getLast().json().encode())
                .isEqualTo("{\"properties\":{\"title\":\"Plan\"},\"sheets\":[{\"properties\":{\"title\":\"A\"}},"
                        + "{\"properties\":{\"title\":\"B\"}}]}");
        assertThat(made.getString("spreadsheetId")).isEqualTo("s2");
        assertThat(made.getJsonArray("sheets")).hasSize(2);
    }

    @Test
    void creatingAsksForNoMoreThanTheFilesThatTheGatewayMakes() throws Exception {
        google.granted = Set.of(SCOPE + "spreadsheets.readonly");

        assertThat(google.failure("sheets_create", new JsonObject("{\"title\":\"Plan\"}"))
                        .getString("message"))
                .contains("auth/drive.file");
        assertThat(google.failure("sheets_clear_range", range("A1")).getString("message"))
                .endsWith("auth/spreadsheets.");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void readingAsksForNoMoreThanReading() throws Exception {
        google.granted = Set.of("openid");
        assertThat(google.failure("sheets_get_values", range("A1")).getString("message"))
                .endsWith("auth/spreadsheets.readonly.");

        google.granted = Set.of(SCOPE + "spreadsheets.readonly");
        google.on("GET " + VALUES + "*", Answer.ok("{\"range\":\"Sheet1!A1\"}"));
        assertThat(google.result("sheets_get_values", range("A1")).getInteger("rowCount"))
                .isZero();
    }

    @Test
    void aSheetIsAdded() throws Exception {
        google.on("POST " + SHEET + ":batchUpdate", Answer.ok("""
                {"spreadsheetId":"s1","replies":[{"addSheet":{"properties":{"sheetId":5,"title":"New","index":1,
                "sheetType":"GRID","gridProperties":{"rowCount":1000,"columnCount":26}}}}]}"""));

        JsonObject sheet = google.result("sheets_add_sheet", args("{\"title\":\"New\",\"index\":1}"));

        assertThat(google.asked.getLast().json().encode())
                .isEqualTo("{\"requests\":[{\"addSheet\":{\"properties\":{\"title\":\"New\",\"index\":1}}}]}");
        assertThat(sheet.encode())
                .isEqualTo("{\"sheetId\":5,\"title\":\"New\",\"index\":1,\"rows\":1000,\"columns\":26}");
    }

    @Test
    void aSheetIsDeletedByItsId() throws Exception {
        google.on("POST " + SHEET + ":batchUpdate", Answer.ok("{\"spreadsheetId\":\"s1\",\"replies\":[{}]}"));

        google.result("sheets_delete_sheet", args("{\"sheetId\":0}"));

        assertThat(google.asked).hasSize(1);
        assertThat(google.asked.getLast().json().encode())
                .isEqualTo("{\"requests\":[{\"deleteSheet\":{\"sheetId\":0}}]}");
    }

    @Test
    void aSheetIsDeletedByItsTitle() throws Exception {
        google.on(
                "GET " + SHEET,
                Answer.ok("{\"sheets\":[{\"properties\":{\"sheetId\":0,\"title\":\"A\"}},"
                        + "{\"properties\":{\"sheetId\":9,\"title\":\"a\"}}]}"));
        google.on("POST " + SHEET + ":batchUpdate", Answer.ok("{\"replies\":[{}]}"));

        assertThat(google.result("sheets_delete_sheet", args("{\"title\":\"a\"}"))
                        .getInteger("sheetId"))
                .isEqualTo(9);
        assertThat(google.asked.getLast().json().encode())
                .isEqualTo("{\"requests\":[{\"deleteSheet\":{\"sheetId\":9}}]}");
    }

    @Test
    void aTitleThatNoSheetHasDeletesNone() throws Exception {
        google.on("GET " + SHEET, Answer.ok("{\"sheets\":[{\"properties\":{\"sheetId\":0,\"title\":\"Plan\"}}]}"));

        JsonObject told = google.failure("sheets_delete_sheet", args("{\"title\":\"plan\"}"));

        assertThat(told.getString("code")).isEqualTo("not_found");
        assertThat(told.getString("message")).contains("Plan");
        assertThat(google.asked).extracting(Asked::method).containsExactly("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sheetId\":1,\"title\":\"Plan\"}"})
    void aSheetIsNamedInOneWay(String arguments) throws Exception {
        assertThat(google.failure("sheets_delete_sheet", args(arguments)).getString("message"))
                .contains("either by sheetId or by title");
        assertThat(google.asked).isEmpty();
    }

    /** Cut to 32 bits it would be 0, which is the first sheet of most spreadsheets. */
    @Test
    void anIdThatNoSheetCanHaveDeletesNone() throws Exception {
        assertThat(google.failure("sheets_delete_sheet", args("{\"sheetId\":4294967296}"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aBatchPassesAsItIsAndHasOneReplyForEachRequest() throws Exception {
        google.on("POST " + SHEET + ":batchUpdate", Answer.ok("""
                {"spreadsheetId":"s1","replies":[{},{"findReplace":{"occurrencesChanged":3}}]}"""));
        String requests = "[{\"mergeCells\":{\"range\":{\"sheetId\":0},\"mergeType\":\"MERGE_ALL\"}},"
                + "{\"findReplace\":{\"find\":\"a\",\"replacement\":\"b\",\"allSheets\":true}}]";

        JsonObject done = google.result("sheets_batch_update", args("{\"requests\":" + requests + "}"));

        assertThat(google.asked.getLast().json().getJsonArray("requests").encode())
                .isEqualTo(requests);
        assertThat(done.getJsonArray("replies").encode())
                .isEqualTo("[{},{\"findReplace\":{\"occurrencesChanged\":3}}]");
    }

    @Test
    void repliesThatAreTooLongAreLeftOutAndCounted() throws Exception {
        google.limit("textLength", 500);
        JsonObject copied = new JsonObject()
                .put(
                        "duplicateSheet",
                        new JsonObject().put("properties", new JsonObject().put("title", "t".repeat(400))));
        google.on(
                "POST " + SHEET + ":batchUpdate",
                Answer.ok(new JsonObject()
                        .put("spreadsheetId", "s1")
                        .put("replies", new JsonArray(List.of(copied, copied, new JsonObject())))));
        String request = "{\"duplicateSheet\":{\"sourceSheetId\":0}}";

        JsonObject done = google.result(
                "sheets_batch_update",
                args("{\"requests\":[" + request + "," + request + ",{\"deleteSheet\":{\"sheetId\":3}}]}"));

        assertThat(done.getInteger("repliesCut")).isEqualTo(1);
        assertThat(done.getJsonArray("replies")).containsExactly(copied, new JsonObject(), new JsonObject());
    }

    @Test
    void aBatchHasAtMostAHundredRequests() throws Exception {
        JsonArray requests = new JsonArray();
        for (int i = 0; i <= 100; i++) {
            requests.add(new JsonObject("{\"deleteSheet\":{\"sheetId\":1}}"));
        }

        assertThat(google.failure("sheets_batch_update", args("{}").put("requests", requests))
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void whatGoogleFindsWrongInABatchIsTold() throws Exception {
        google.on(
                "POST " + SHEET + ":batchUpdate",
                Answer.error(400, "badRequest", "Invalid requests[0].deleteSheet: No grid with id: 7"));

        JsonObject told =
                google.failure("sheets_batch_update", args("{\"requests\":[{\"deleteSheet\":{\"sheetId\":7}}]}"));

        assertThat(told.getString("code")).isEqualTo("invalid_argument");
        assertThat(told.getString("message")).contains("No grid with id: 7");
    }

    @Test
    void aFileOfOfficeIsNamedForWhatItIs() throws Exception {
        google.on(
                "GET " + VALUES + "*",
                Answer.error(400, "failedPrecondition", "This operation is not supported for this document"));

        assertThat(google.failure("sheets_get_values", range("A1")).getString("hint"))
                .contains("Microsoft Office");
    }

    @Test
    void readOnlyHidesWhatWrites() throws Exception {
        google.config = Settings.with(google.config, "readOnly", true);

        assertThat(google.tools().stream()
                        .map(tool -> ((JsonObject) tool).getString("name"))
                        .filter(name -> name.startsWith("sheets_")))
                .containsExactly("sheets_get_values", "sheets_get_metadata");
    }
}
