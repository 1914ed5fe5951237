package dev.mcpgateway.provider.google.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.provider.google.document.Workbook;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.TestFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriveContentTest {
    private static final String FILE = "/drive/v3/files/f1";
    private static final String GOOGLE = "application/vnd.google-apps.";

    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
        google.granted = Set.of("https://www.googleapis.com/auth/drive.readonly");
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    private static Answer bytes(byte[] content) {
        return new Answer(200, Map.of("content-type", "application/octet-stream"), Buffer.buffer(content));
    }

    private static JsonObject description(String type, long size) {
        JsonObject file = new JsonObject()
                .put("id", "f1")
                .put("name", "The file")
                .put("mimeType", type)
                .put("webViewLink", "https://drive.google.com/file/d/f1/view");
        return size == 0 ? file : file.put("size", Long.toString(size));
    }

    /** A file with its bytes. */
    private void has(String type, byte[] content) {
        Answer described = Answer.ok(description(type, content.length));
        Answer media = bytes(content);
        google.on("GET " + FILE, asked -> asked.one("alt").equals("media") ? media : described);
    }

    private void exports(String type, String as, byte[] content) {
        google.on("GET " + FILE, Answer.ok(description(type, 0)))
                .on(
                        "GET " + FILE + "/export",
                        asked -> asked.one("mimeType").equals(as)
                                ? bytes(content)
                                : Answer.error(400, "badRequest", "The requested conversion is not supported."));
    }

    private static JsonObject id() {
        return new JsonObject().put("fileId", "f1");
    }

    private JsonObject content() throws Exception {
        return google.result("drive_get_content", id());
    }

    private JsonObject refused() throws Exception {
        return google.failure("drive_get_content", id());
    }

    @Test
    void aTextIsReadInItsCharsetWithWhatIsKnownOfTheFile() throws Exception {
        has("text/plain", "Grüße".getBytes(StandardCharsets.ISO_8859_1));

        JsonObject read = content();

        assertThat(read.getString("text")).isEqualTo("Grüße");
        assertThat(read.getString("name")).isEqualTo("The file");
        assertThat(read.getInteger("size")).isEqualTo(5);
        assertThat(google.asked.getLast().one("supportsAllDrives")).isEqualTo("true");
    }

    @Test
    void aLongTextIsReadOnWhereItWasCut() throws Exception {
        google.limit("textLength", 1_000);
        String text = "0123456789".repeat(250);
        has("text/csv", TestFiles.bytes(text));
        StringBuilder together = new StringBuilder();

        JsonObject part = content();
        together.append(part.getString("text"));
        while (part.getInteger("nextOffset") != null) {
            part = google.result("drive_get_content", id().put("offset", part.getInteger("nextOffset")));
            together.append(part.getString("text"));
        }

        assertThat(together.toString()).isEqualTo(text);
    }

    @Test
    void aDocumentOfGoogleDocsIsMarkdownOfAllItsTabs() throws Exception {
        google.on("GET " + FILE, Answer.ok(description(GOOGLE + "document", 0)))
                .on("GET /v1/documents/f1", Answer.ok("""
                        {"documentId":"f1","tabs":[{"tabProperties":{"tabId":"t.0","title":"One"},"documentTab":{"body":
                        {"content":[{"paragraph":{"paragraphStyle":{"namedStyleType":"HEADING_1"},
                        "elements":[{"textRun":{"content":"Head\\n"}}]}}]}},"childTabs":[{"tabProperties":{"tabId":"t.1",
                        "title":"Two"},"documentTab":{"body":{"content":[{"paragraph":{"elements":[{"textRun":
                        {"content":"Inner\\n"}}]}}]}}}]}]}"""));

        assertThat(content().getString("text"))
                .isEqualTo("<!-- tab t.0: One -->\n\n# Head\n\n<!-- tab t.1: Two -->\n\nInner");
        assertThat(google.asked.getLast().one("includeTabsContent")).isEqualTo("true");
    }

    @Test
    void aSpreadsheetIsCsvOfAllItsSheets() throws Exception {
        exports(GOOGLE + "spreadsheet", Workbook.TYPE, TestFiles.xlsx(workbook -> {
            workbook.newWorksheet("One").value(0, 0, "a,b");
            workbook.newWorksheet("Two").value(0, 0, 2);
        }));

        assertThat(content().getString("text")).isEqualTo("## One\n\"a,b\"\n\n## Two\n2\n");
    }

    @Test
    void aPresentationIsText() throws Exception {
        exports(GOOGLE + "presentation", "text/plain", TestFiles.bytes("\ufeffFirst slide\n"));

        assertThat(content().getString("text")).isEqualTo("First slide\n");
    }

    @Test
    void aPdfIsTextWithThePagesItHas() throws Exception {
        has("application/pdf", TestFiles.pdf("Hello", "World"));

        JsonObject read = content();

        assertThat(read.getString("text")).isEqualTo("[page 1]\nHello\n\n[page 2]\nWorld");
        assertThat(read.getInteger("pages")).isEqualTo(2);
    }

    @Test
    void aPdfWithAPasswordIsAnErrorThatSaysSo() throws Exception {
        has("application/pdf", TestFiles.encryptedPdf("secret", "Hello"));

        assertThat(refused().getString("code")).isEqualTo("drive_api_error");
        assertThat(refused().getString("message")).contains("password");
    }

    @Test
    void aPictureIsShown() throws Exception {
        has("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'});

        JsonObject block =
                google.call("drive_get_content", id()).getJsonArray("content").getJsonObject(1);

        assertThat(block.getString("type")).isEqualTo("image");
        assertThat(Base64.getDecoder().decode(block.getString("data"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void whatIsNoTextIsNotFetchedButLinked() throws Exception {
        google.on("GET " + FILE, Answer.ok(description("application/zip", 100)));

        assertThat(refused().getString("message")).contains("application/zip");
        assertThat(refused().getString("hint")).contains("https://drive.google.com/file/d/f1/view");
        assertThat(google.asked).allMatch(asked -> asked.one("alt").isEmpty());
    }

    @Test
    void aFolderIsNoFile() throws Exception {
        google.on("GET " + FILE, Answer.ok(description(GOOGLE + "folder", 0)));

        assertThat(refused().getString("message")).contains("drive_list");
    }

    @Test
    void aFileThatIsTooLargeIsNotFetched() throws Exception {
        google.on("GET " + FILE, Answer.ok(description("text/plain", 11 << 20)));

        assertThat(refused().getString("message")).contains("bytes");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aShortcutLeadsToItsFile() throws Exception {
        has("text/plain", TestFiles.bytes("here"));
        google.on(
                "GET /drive/v3/files/s1",
                Answer.ok(new JsonObject()
                        .put("id", "s1")
                        .put("mimeType", GOOGLE + "shortcut")
                        .put(
                                "shortcutDetails",
                                new JsonObject().put("targetId", "f1").put("targetMimeType", "text/plain"))));

        JsonObject read = google.result("drive_get_content", new JsonObject().put("fileId", "s1"));

        assertThat(read.getString("text")).isEqualTo("here");
        assertThat(read.getString("id")).isEqualTo("f1");
    }

    @Test
    void aShortcutToNowhereIsToldApartFromAMissingFile() throws Exception {
        google.on(
                "GET /drive/v3/files/s1",
                Answer.ok("{\"id\":\"s1\",\"mimeType\":\"" + GOOGLE + "shortcut\","
                        + "\"shortcutDetails\":{\"targetId\":\"gone\"}}"));

        JsonObject told = google.failure("drive_get_content", new JsonObject().put("fileId", "s1"));

        assertThat(told.getString("code")).isEqualTo("not_found");
        assertThat(told.getString("message")).contains("shortcut");
    }

    @Test
    void aFileInTheTrashIsReadAndSaidToBeThere() throws Exception {
        Answer media = bytes(TestFiles.bytes("old"));
        google.on(
                "GET " + FILE,
                asked -> asked.one("alt").equals("media")
                        ? media
                        : Answer.ok(description("text/plain", 3).put("trashed", true)));

        assertThat(content().getBoolean("trashed")).isTrue();
        assertThat(content().getString("text")).isEqualTo("old");
    }

    @Test
    void aDocumentThatIsTooLargeToExportIsToldWithAWayToReadIt() throws Exception {
        google.on("GET " + FILE, Answer.ok(description(GOOGLE + "spreadsheet", 0)))
                .on(
                        "GET " + FILE + "/export",
                        Answer.error(403, "exportSizeLimitExceeded", "This file is too large to be exported."));

        assertThat(refused().getString("message")).contains("too large to be exported");
        assertThat(refused().getString("hint")).contains("by parts");
    }

    @Test
    void anIdLeadsToNoOtherPath() throws Exception {
        google.failure("drive_get_content", new JsonObject().put("fileId", "../../v3/about"));

        assertThat(google.asked.getLast().path()).isEqualTo("/drive/v3/files/..%2F..%2Fv3%2Fabout");
    }

    @Test
    void filesAreReadOffTheEventLoopOnAFewThreadsThatEnd() throws Exception {
        has("application/pdf", TestFiles.pdf("Hello"));

        content();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("google-documents")));
    }

    @Test
    void aWorkbookIsReadRowByRowUnderTheNamesOfItsColumns() throws Exception {
        has("application/octet-stream", TestFiles.xlsx(workbook -> {
            Worksheet sheet = workbook.newWorksheet("Data");
            sheet.value(0, 0, "Report of March");
            sheet.value(1, 0, "name");
            sheet.value(1, 1, "count");
            sheet.value(2, 0, "a");
            sheet.value(2, 1, 1);
            workbook.newWorksheet("Other").value(0, 0, "x");
        }));

        JsonObject read =
                google.result("drive_get_xlsx", id().put("headerRow", 2).put("format", "json"));

        assertThat(read.getString("sheetName")).isEqualTo("Data");
        assertThat(read.getJsonArray("sheets").getJsonObject(1).getString("name"))
                .isEqualTo("Other");
        assertThat(read.getJsonArray("rows"))
                .isEqualTo(new JsonArray().add(new JsonObject().put("name", "a").put("count", 1)));
        assertThat(google.result("drive_get_xlsx", id().put("sheetName", "Other"))
                        .getString("text"))
                .isEqualTo("x\n");
    }

    @Test
    void aHugeSheetIsReadByParts() throws Exception {
        google.limit("textLength", 2_000);
        has(Workbook.TYPE, TestFiles.xlsx(workbook -> {
            Worksheet sheet = workbook.newWorksheet("Data");
            for (int row = 0; row < 1_000; row++) {
                sheet.value(row, 0, "row " + row);
            }
        }));
        List<String> rows = new ArrayList<>();

        JsonObject part = google.result("drive_get_xlsx", id());
        rows.addAll(part.getString("text").lines().toList());
        while (part.getInteger("nextOffset") != null) {
            assertThat(part.getString("text").length()).isLessThanOrEqualTo(2_000);
            part = google.result("drive_get_xlsx", id().put("offset", part.getInteger("nextOffset")));
            rows.addAll(part.getString("text").lines().toList());
        }

        assertThat(rows).hasSize(1_000).startsWith("row 0").endsWith("row 999").doesNotHaveDuplicates();
    }

    @Test
    void aZipBombIsRefused() throws Exception {
        google.limit("unpackedSize", 1L << 20);
        has(Workbook.TYPE, TestFiles.xlsx("", "", Map.of("xl/x.bin", new byte[3 << 20])));

        assertThat(google.failure("drive_get_xlsx", id()).getString("message")).contains("unpacks to more than");
    }

    @Test
    void aSheetThatIsNotThereIsToldWithThoseThatAre() throws Exception {
        has(Workbook.TYPE, TestFiles.xlsx("", "", Map.of()));

        assertThat(google.failure("drive_get_xlsx", id().put("sheetName", "Two"))
                        .getString("hint"))
                .contains("One");
    }
}
