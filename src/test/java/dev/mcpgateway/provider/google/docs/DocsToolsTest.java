package dev.mcpgateway.provider.google.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocsToolsTest {
    private static final String DOCUMENT = "/v1/documents/d1";
    private static final String SCOPE = "https://www.googleapis.com/auth/";
    private static final String DONE = "{\"documentId\":\"d1\",\"replies\":[{}]}";
    private static final String CONTENT = """
            {"documentId":"d1","title":"Plan","tabs":[
            {"tabProperties":{"tabId":"t.0","title":"One"},"documentTab":{"body":{"content":[
             {"startIndex":1,"endIndex":7,"paragraph":{"elements":[{"textRun":{"content":"Hello\\n"}}]}},
             {"startIndex":7,"endIndex":14,"paragraph":{"elements":[{"textRun":{"content":"World!\\n"}}]}}]}}},
            {"tabProperties":{"tabId":"t.1","title":"Two","parentTabId":"t.0"},"documentTab":{"body":{"content":[
             {"startIndex":1,"endIndex":5,"paragraph":{"elements":[{"textRun":{"content":"Two\\n"}}]}}]}}}]}""";

    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
        google.granted = Set.of(SCOPE + "documents");
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    private static JsonObject args(String json) {
        return new JsonObject(json);
    }

    private JsonObject request() {
        return google.asked.getLast().json().getJsonArray("requests").getJsonObject(0);
    }

    @Test
    void aDocumentIsReadWithItsTabsAndWhereTheyEnd() throws Exception {
        google.on("GET " + DOCUMENT, Answer.ok(CONTENT));

        JsonObject read = google.result("docs_get_content", args("{\"documentId\":\"d1\"}"));

        assertThat(read.getString("title")).isEqualTo("Plan");
        assertThat(read.getString("text"))
                .isEqualTo("<!-- tab t.0: One -->\n\nHello\n\nWorld!\n\n<!-- tab t.1: Two -->\n\nTwo");
        assertThat(read.getJsonArray("tabs").encode())
                .isEqualTo("[{\"tabId\":\"t.0\",\"title\":\"One\",\"endIndex\":14},"
                        + "{\"tabId\":\"t.1\",\"title\":\"Two\",\"endIndex\":5,\"parentTabId\":\"t.0\"}]");
        assertThat(google.asked.getLast().one("includeTabsContent")).isEqualTo("true");
    }

    @Test
    void aLongDocumentIsReadOnWhereItWasCut() throws Exception {
        google.limit("textLength", 500);
        google.on("GET " + DOCUMENT, Answer.ok(CONTENT.replace("World!", "World! ".repeat(200))));

        JsonObject first = google.result("docs_get_content", args("{\"documentId\":\"d1\"}"));
        assertThat(first.getString("text")).hasSize(500);

        JsonObject second = google.result(
                "docs_get_content", args("{\"documentId\":\"d1\",\"offset\":" + first.getInteger("nextOffset") + "}"));
        assertThat(first.getString("text") + second.getString("text"))
                .contains("World! World! World! ")
                .hasSize(1_000);
        assertThat(second.getInteger("nextOffset")).isEqualTo(1_000);
    }

    @Test
    void indexesAreShownForWhoWantsToInsert() throws Exception {
        google.on("GET " + DOCUMENT, Answer.ok(CONTENT));

        assertThat(google.result("docs_get_content", args("{\"documentId\":\"d1\",\"showIndexes\":true}"))
                        .getString("text"))
                .contains("{@1} Hello", "{@7} World!");
    }

    @Test
    void aDocumentIsMadeWithItsText() throws Exception {
        google.on("POST /v1/documents", Answer.ok("{\"documentId\":\"d1\",\"title\":\"Plan\"}"))
                .on("POST " + DOCUMENT + ":batchUpdate", Answer.ok(DONE));

        JsonObject made = google.result("docs_create", args("{\"title\":\"Plan\",\"content\":\"Hello\"}"));

        assertThat(made.getString("documentId")).isEqualTo("d1");
        assertThat(made.getString("link")).isEqualTo("https://docs.google.com/document/d/d1/edit");
        assertThat(google.asked.getFirst().json()).isEqualTo(args("{\"title\":\"Plan\"}"));
        assertThat(request().getJsonObject("insertText"))
                .isEqualTo(args("{\"text\":\"Hello\",\"location\":{\"index\":1}}"));
    }

    @Test
    void aDocumentThatWasMadeWithoutItsTextIsNamed() throws Exception {
        google.on("POST /v1/documents", Answer.ok("{\"documentId\":\"d1\",\"title\":\"Plan\"}"))
                .on("POST " + DOCUMENT + ":batchUpdate", Answer.error(503, "backendError", "Backend Error"));

        JsonObject told = google.failure("docs_create", args("{\"title\":\"Plan\",\"content\":\"Hello\"}"));

        assertThat(told.getString("code")).isEqualTo("outcome_unknown");
        assertThat(told.getString("message")).contains("The document d1 was made");
        assertThat(google.asked).hasSize(2);
    }

    @Test
    void textIsInsertedWhereTheTabHasThatIndex() throws Exception {
        google.on("GET " + DOCUMENT, Answer.ok(CONTENT)).on("POST " + DOCUMENT + ":batchUpdate", Answer.ok(DONE));

        google.result("docs_insert_text", args("{\"documentId\":\"d1\",\"text\":\"x\",\"index\":13}"));
        assertThat(request().getJsonObject("insertText"))
                .isEqualTo(args("{\"text\":\"x\",\"location\":{\"index\":13}}"));

        google.result("docs_insert_text", args("{\"documentId\":\"d1\",\"text\":\"x\",\"index\":4,\"tabId\":\"t.1\"}"));
        assertThat(request().getJsonObject("insertText").getJsonObject("location"))
                .isEqualTo(args("{\"index\":4,\"tabId\":\"t.1\"}"));
    }

    @Test
    void anIndexBehindTheEndOrATabThatIsNotThereWritesNothing() throws Exception {
        google.on("GET " + DOCUMENT, Answer.ok(CONTENT));

        assertThat(google.failure("docs_insert_text", args("{\"documentId\":\"d1\",\"text\":\"x\",\"index\":14}"))
                        .getString("message"))
                .contains("less than 14");
        assertThat(google.failure(
                                "docs_insert_text",
                                args("{\"documentId\":\"d1\",\"text\":\"x\",\"index\":5,\"tabId\":\"t.1\"}"))
                        .getString("message"))
                .contains("less than 5");
        assertThat(google.failure(
                                "docs_insert_text",
                                args("{\"documentId\":\"d1\",\"text\":\"x\",\"index\":1,\"tabId\":\"t.9\"}"))
                        .getString("message"))
                .contains("no tab");
        assertThat(google.asked).noneMatch(asked -> asked.method().equals("POST"));
    }

    @Test
    void textIsAppendedWithoutAnIndex() throws Exception {
        google.on("POST " + DOCUMENT + ":batchUpdate", Answer.ok(DONE));

        google.result("docs_append_text", args("{\"documentId\":\"d1\",\"text\":\"\\nx\",\"tabId\":\"t.1\"}"));

        assertThat(request().getJsonObject("insertText"))
                .isEqualTo(args("{\"text\":\"\\nx\",\"endOfSegmentLocation\":{\"tabId\":\"t.1\"}}"));
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aReplacementSaysHowOftenItWasMade() throws Exception {
        google.on(
                "POST " + DOCUMENT + ":batchUpdate",
                Answer.ok("{\"documentId\":\"d1\",\"replies\":[{\"replaceAllText\":{\"occurrencesChanged\":3}}]}"),
                Answer.ok("{\"documentId\":\"d1\",\"replies\":[{\"replaceAllText\":{}}]}"));

        assertThat(google.result(
                                "docs_replace_text",
                                args("{\"documentId\":\"d1\",\"find\":\"a\",\"replace\":\"\",\"matchCase\":false}"))
                        .getInteger("replaced"))
                .isEqualTo(3);
        assertThat(request().getJsonObject("replaceAllText"))
                .isEqualTo(args("{\"replaceText\":\"\",\"containsText\":{\"text\":\"a\",\"matchCase\":false}}"));
        assertThat(google.result("docs_replace_text", args("{\"documentId\":\"d1\",\"find\":\"a\",\"replace\":\"b\"}"))
                        .getInteger("replaced"))
                .isZero();
    }

    @Test
    void aChangeWhoseOutcomeIsUnknownIsNotSentAgain() throws Exception {
        google.on("POST " + DOCUMENT + ":batchUpdate", Answer.broken());

        assertThat(google.failure("docs_append_text", args("{\"documentId\":\"d1\",\"text\":\"x\"}"))
                        .getString("code"))
                .isEqualTo("outcome_unknown");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void theLeastScopeIsAskedFor() throws Exception {
        google.granted = Set.of("openid");

        for (var expected : List.of(
                List.of("docs_get_content", "{\"documentId\":\"d1\"}", "documents.readonly"),
                List.of("docs_create", "{\"title\":\"x\"}", "drive.file"),
                List.of("docs_append_text", "{\"documentId\":\"d1\",\"text\":\"x\"}", "documents"))) {
            assertThat(google.failure(expected.get(0), args(expected.get(1))).encode())
                    .contains("insufficient_scope")
                    .containsPattern("auth%2F" + expected.get(2) + "[^.a-z]");
        }
    }

    @Test
    void whoMadeADocumentHereMayWriteIntoItAndIsAskedForMoreForOthers() throws Exception {
        google.granted = Set.of(SCOPE + "drive.file");
        google.on("POST " + DOCUMENT + ":batchUpdate", Answer.ok(DONE))
                .on(
                        "POST /v1/documents/d2:batchUpdate",
                        Answer.error(404, "notFound", "Requested entity was not found."));

        google.result("docs_append_text", args("{\"documentId\":\"d1\",\"text\":\"x\"}"));

        JsonObject told = google.failure("docs_append_text", args("{\"documentId\":\"d2\",\"text\":\"x\"}"));
        assertThat(told.getString("code")).isEqualTo("insufficient_scope");
        assertThat(told.encode()).containsPattern("auth%2Fdocuments[^.a-z]");
    }

    @Test
    void theToolsCostFewTokens() throws Exception {
        int[] length = new int[1];
        google.tools().forEach(entry -> {
            JsonObject tool = (JsonObject) entry;
            if (tool.getString("name").startsWith("docs_")) {
                length[0] += tool.getString("name").length()
                        + tool.getString("description").length()
                        + tool.getJsonObject("inputSchema").encode().length();
            }
        });

        assertThat(length[0] / 4).isLessThanOrEqualTo(700);
    }
}
