package dev.mcpgateway.provider.google.drive;

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

class DriveToolsTest {
    private static final String FILES = "/drive/v3/files";
    private static final String SCOPE = "https://www.googleapis.com/auth/";
    private static final String PLAN = """
            {"id":"f1","name":"Plan","mimeType":"application/vnd.google-apps.document","parents":["p1"],
            "modifiedTime":"2026-03-01T10:00:00.000Z","owners":[{"emailAddress":"ann@example.com"}],
            "webViewLink":"https://docs.google.com/document/d/f1/edit"}""";

    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
        google.granted = Set.of(SCOPE + "drive");
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    private static JsonObject args(String json) {
        return new JsonObject(json);
    }

    private Asked last() {
        return google.asked.getLast();
    }

    @Test
    void aSearchFindsFilesOfAllDrivesAndPassesOnTheNextPage() throws Exception {
        google.on("GET " + FILES, Answer.ok("{\"files\":[" + PLAN + "],\"nextPageToken\":\"p2\"}"));

        JsonObject page = google.result("drive_search", args("{\"query\":\"plan\",\"pageToken\":\"p1\"}"));

        assertThat(page.getString("nextPageToken")).isEqualTo("p2");
        assertThat(page.containsKey("incomplete")).isFalse();
        JsonObject file = page.getJsonArray("files").getJsonObject(0);
        assertThat(file.getString("id")).isEqualTo("f1");
        assertThat(file.getString("folderId")).isEqualTo("p1");
        assertThat(file.getString("owner")).isEqualTo("ann@example.com");
        assertThat(last().one("pageToken")).isEqualTo("p1");
        assertThat(last().one("pageSize")).isEqualTo("20");
        assertThat(last().one("corpora")).isEqualTo("allDrives");
        assertThat(last().one("includeItemsFromAllDrives")).isEqualTo("true");
        assertThat(last().one("supportsAllDrives")).isEqualTo("true");
        assertThat(last().one("q")).isEqualTo("(name contains 'plan' or fullText contains 'plan') and trashed = false");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "Ann's plan | Ann\\'s plan",
                "x' or trashed = true or name contains 'y | x\\' or trashed = true or name contains \\'y",
                "ends with \\ | ends with \\\\",
                "\\' or name != ' | \\\\\\' or name != \\'"
            })
    void noWordOfAPersonEndsTheLiteralThatItStandsIn(String query, String literal) throws Exception {
        google.on("GET " + FILES, Answer.ok("{\"files\":[]}"));

        google.result("drive_search", new JsonObject().put("query", query));

        assertThat(last().one("q"))
                .isEqualTo(
                        "(name contains '" + literal + "' or fullText contains '" + literal + "') and trashed = false");
    }

    @Test
    void aSearchForOneKindOfFilesAsksForThatKind() throws Exception {
        google.on("GET " + FILES, Answer.ok("{\"files\":[]}"));

        google.result("drive_search", args("{\"query\":\"x\",\"type\":\"spreadsheet\"}"));
        assertThat(last().one("q")).contains("mimeType = 'application/vnd.google-apps.spreadsheet'");

        google.result("drive_search", args("{\"query\":\"x\",\"type\":\"image\"}"));
        assertThat(last().one("q")).contains("mimeType contains 'image/'");
    }

    @Test
    void aSearchThatGoogleDidNotFinishSaysSo() throws Exception {
        google.on("GET " + FILES, Answer.ok("{\"files\":[],\"incompleteSearch\":true}"));

        assertThat(google.result("drive_search", args("{\"query\":\"x\"}")).getBoolean("incomplete"))
                .isTrue();
    }

    @Test
    void aFolderIsListedWithoutTrashAndTheRootWithoutAnId() throws Exception {
        google.on("GET " + FILES, Answer.ok("{\"files\":[" + PLAN + "]}"));

        google.result("drive_list", new JsonObject());
        assertThat(last().one("q")).isEqualTo("'root' in parents and trashed = false");
        assertThat(last().one("orderBy")).isEqualTo("folder,name_natural");

        google.result("drive_list", args("{\"folderId\":\"a' or name != 'b\"}"));
        assertThat(last().one("q")).isEqualTo("'a\\' or name != \\'b' in parents and trashed = false");
    }

    @Test
    void permissionsSayWhoHasAccessAndWhatComesFromAFolder() throws Exception {
        google.on("GET " + FILES + "/f1/permissions", Answer.ok("""
                {"nextPageToken":"n","permissions":[
                {"id":"1","type":"user","role":"owner","emailAddress":"ann@example.com","deleted":false},
                {"id":"2","type":"domain","role":"reader","domain":"example.com",
                 "permissionDetails":[{"inherited":true}]},
                {"id":"anyoneWithLink","type":"anyone","role":"reader"},
                {"id":"4","type":"user","role":"writer","deleted":true}]}"""));

        JsonObject page = google.result("drive_get_permissions", args("{\"fileId\":\"f1\"}"));

        assertThat(page.getString("nextPageToken")).isEqualTo("n");
        JsonArray all = page.getJsonArray("permissions");
        assertThat(all.getJsonObject(0))
                .isEqualTo(args("{\"id\":\"1\",\"type\":\"user\",\"role\":\"owner\",\"email\":\"ann@example.com\"}"));
        assertThat(all.getJsonObject(1).getBoolean("inherited")).isTrue();
        assertThat(all.getJsonObject(2).getString("type")).isEqualTo("anyone");
        assertThat(all.getJsonObject(3).getBoolean("deleted")).isTrue();
    }

    @Test
    void whoMayNotSeeWhoHasAccessIsToldThat() throws Exception {
        google.on(
                "GET " + FILES + "/f1/permissions",
                Answer.error(
                        403,
                        "insufficientFilePermissions",
                        "The user does not have sufficient permissions for this file."));

        JsonObject told = google.failure("drive_get_permissions", args("{\"fileId\":\"f1\"}"));

        assertThat(told.getString("code")).isEqualTo("drive_api_error");
        assertThat(told.getString("message")).contains("does not have sufficient permissions");
    }

    @Test
    void aSearchIsRepeatedWhenGoogleIsBusy() throws Exception {
        google.on(
                "GET " + FILES,
                Answer.error(403, "userRateLimitExceeded", "User Rate Limit Exceeded"),
                Answer.ok("{\"files\":[]}"));

        assertThat(google.result("drive_search", args("{\"query\":\"x\"}")).getJsonArray("files"))
                .isEmpty();
        assertThat(google.asked).hasSize(2);
    }

    @Test
    void aSearchWithTheScopeForOwnFilesAloneAsksForTheOneThatReads() throws Exception {
        google.granted = Set.of(SCOPE + "drive.file");

        JsonObject told = google.failure("drive_search", args("{\"query\":\"x\"}"));

        assertThat(told.getString("code")).isEqualTo("insufficient_scope");
        assertThat(told.encode()).contains("auth%2Fdrive.readonly");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void theLeastScopeIsAskedFor() throws Exception {
        google.granted = Set.of("openid");

        for (var expected : List.of(
                List.of("drive_list", "{}", "drive.metadata.readonly"),
                List.of("drive_get_permissions", "{\"fileId\":\"f1\"}", "drive.metadata.readonly"),
                List.of("drive_get_content", "{\"fileId\":\"f1\"}", "drive.readonly"),
                List.of("drive_create_folder", "{\"name\":\"x\"}", "drive.file"),
                List.of("drive_trash", "{\"fileId\":\"f1\"}", "drive"))) {
            assertThat(google.failure(expected.get(0), args(expected.get(1))).encode())
                    .contains("auth%2F" + expected.get(2))
                    .contains("insufficient_scope");
        }
    }

    @Test
    void readOnlyHidesWhatWrites() throws Exception {
        google.config = Settings.with(google.config, "readOnly", true);

        List<String> names = google.tools().stream()
                .map(tool -> ((JsonObject) tool).getString("name"))
                .filter(name -> name.startsWith("drive_") || name.startsWith("docs_"))
                .toList();

        assertThat(names)
                .containsExactly(
                        "drive_search",
                        "drive_list",
                        "drive_get_content",
                        "drive_get_xlsx",
                        "drive_get_permissions",
                        "docs_get_content");
    }

    @Test
    void theToolsCostFewTokens() throws Exception {
        int[] length = new int[1];
        google.tools().forEach(entry -> {
            JsonObject tool = (JsonObject) entry;
            if (tool.getString("name").startsWith("drive_")) {
                length[0] += tool.getString("name").length()
                        + tool.getString("description").length()
                        + tool.getJsonObject("inputSchema").encode().length();
            }
        });

        assertThat(length[0] / 4).isLessThanOrEqualTo(1_700);
    }
}
