package dev.mcpgateway.provider.google.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.ScriptedGoogle.Asked;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriveChangesTest {
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
    void anUploadSendsDescriptionAndBytesInOneRequest() throws Exception {
        google.on("POST /upload" + FILES, Answer.ok(PLAN));
        byte[] bytes = new byte[200_001];
        new Random(7).nextBytes(bytes);

        JsonObject made = google.result(
                "drive_upload",
                new JsonObject()
                        .put("name", "Ann's \"plan\".bin")
                        .put("mimeType", "application/octet-stream")
                        .put("folderId", "p1")
                        .put("content", Base64.getEncoder().encodeToString(bytes)));

        assertThat(made.getString("id")).isEqualTo("f1");
        assertThat(last().one("uploadType")).isEqualTo("multipart");
        assertThat(last().one("supportsAllDrives")).isEqualTo("true");
        String boundary = last().contentType().replaceFirst("^multipart/related; boundary=", "");
        String body = last().body().toString("ISO-8859-1");
        String[] parts = body.split("(\r\n)?--" + boundary + "(--)?\r\n", -1);
        assertThat(parts).hasSize(4);
        JsonObject described = new JsonObject(parts[1].split("\r\n\r\n", 2)[1]);
        assertThat(described.getString("name")).isEqualTo("Ann's \"plan\".bin");
        assertThat(described.getJsonArray("parents")).isEqualTo(new JsonArray().add("p1"));
        assertThat(parts[2].split("\r\n\r\n", 2)[1].getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(bytes);
    }

    @Test
    void anUploadOfTenMegabytesPassesAndALargerOneIsRefused() throws Exception {
        google.on("POST /upload" + FILES, Answer.ok(PLAN));
        JsonObject upload = new JsonObject()
                .put("name", "big")
                .put("mimeType", "application/zip")
                .put("content", "");

        google.result(
                "drive_upload", upload.copy().put("content", Base64.getEncoder().encodeToString(new byte[10 << 20])));
        assertThat(last().body().length()).isGreaterThan(10 << 20);

        int asked = google.asked.size();
        google.limit("fileSize", 1024L);
        JsonObject refused = google.failure(
                "drive_upload", upload.copy().put("content", Base64.getEncoder().encodeToString(new byte[1025])));
        assertThat(refused.getString("code")).isEqualTo("invalid_argument");
        assertThat(refused.getString("message")).contains("1024 bytes");
        assertThat(google.asked).hasSize(asked);
    }

    @Test
    void contentThatIsNoBase64IsNotSent() throws Exception {
        JsonObject upload = new JsonObject().put("name", "x").put("mimeType", "text/plain");

        assertThat(google.failure("drive_upload", upload.copy().put("content", "no base64!"))
                        .getString("message"))
                .contains("no Base64");
        String early = "QQ==".repeat(1) + "A".repeat((64 << 10) - 4);
        assertThat(google.failure("drive_upload", upload.copy().put("content", early + "QUFB"))
                        .getString("message"))
                .contains("no Base64");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void anUploadWhoseOutcomeIsUnknownIsNotSentAgain() throws Exception {
        google.on("POST /upload" + FILES, Answer.error(503, "backendError", "Backend Error"));

        JsonObject told = google.failure(
                "drive_upload", args("{\"name\":\"x\",\"mimeType\":\"text/plain\",\"content\":\"QQ==\"}"));

        assertThat(told.getString("code")).isEqualTo("outcome_unknown");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aMoveLeavesTheFolderInWhichTheFileWas() throws Exception {
        google.on("GET " + FILES + "/f1", Answer.ok(PLAN)).on("PATCH " + FILES + "/f1", Answer.ok(PLAN));

        google.result("drive_move", args("{\"fileId\":\"f1\",\"folderId\":\"p2\"}"));

        assertThat(last().one("addParents")).isEqualTo("p2");
        assertThat(last().one("removeParents")).isEqualTo("p1");
        assertThat(last().one("supportsAllDrives")).isEqualTo("true");
    }

    @Test
    void aMoveToWhereTheFileIsChangesNothing() throws Exception {
        google.on("GET " + FILES + "/f1", Answer.ok(PLAN));

        google.result("drive_move", args("{\"fileId\":\"f1\",\"folderId\":\"p1\"}"));

        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aFolderIsMadeInAFolder() throws Exception {
        google.on("POST " + FILES, Answer.ok("{\"id\":\"d1\"}"));

        google.result("drive_create_folder", args("{\"name\":\"New\",\"folderId\":\"p1\"}"));

        assertThat(last().json())
                .isEqualTo(args("{\"name\":\"New\",\"parents\":[\"p1\"],"
                        + "\"mimeType\":\"application/vnd.google-apps.folder\"}"));
    }

    @Test
    void filesAreCopiedAndRenamed() throws Exception {
        google.on("POST " + FILES + "/f1/copy", Answer.ok(PLAN)).on("PATCH " + FILES + "/f1", Answer.ok(PLAN));

        google.result("drive_copy", args("{\"fileId\":\"f1\",\"name\":\"Copy\"}"));
        assertThat(last().json()).isEqualTo(args("{\"name\":\"Copy\"}"));

        google.result("drive_rename", args("{\"fileId\":\"f1\",\"name\":\"Other\"}"));
        assertThat(last().json()).isEqualTo(args("{\"name\":\"Other\"}"));
    }

    @Test
    void filesGoIntoTheTrashAndComeBackAndAreDeletedForGood() throws Exception {
        google.on(
                "PATCH " + FILES + "/f1",
                asked -> Answer.ok(args(PLAN).put("trashed", asked.json().getBoolean("trashed"))));
        google.on("DELETE " + FILES + "/f1", new Answer(204, Map.of(), Buffer.buffer()));

        assertThat(google.result("drive_trash", args("{\"fileId\":\"f1\"}")).getBoolean("trashed"))
                .isTrue();
        assertThat(google.result("drive_restore", args("{\"fileId\":\"f1\"}")).containsKey("trashed"))
                .isFalse();
        assertThat(google.result("drive_delete_permanently", args("{\"fileId\":\"f1\"}")))
                .isEqualTo(args("{\"deleted\":true,\"fileId\":\"f1\"}"));
    }

    @Test
    void aFileIsSharedWithoutAMailUnlessTheCallSaysSo() throws Exception {
        google.on(
                "POST " + FILES + "/f1/permissions",
                Answer.ok("{\"id\":\"1\",\"type\":\"user\",\"role\":\"reader\",\"emailAddress\":\"bob@example.com\"}"));

        JsonObject made = google.result(
                "drive_share", args("{\"fileId\":\"f1\",\"email\":\"bob@example.com\",\"role\":\"reader\"}"));
        assertThat(made.getString("email")).isEqualTo("bob@example.com");
        assertThat(last().one("sendNotificationEmail")).isEqualTo("false");
        assertThat(last().json())
                .isEqualTo(args("{\"type\":\"user\",\"role\":\"reader\",\"emailAddress\":\"bob@example.com\"}"));

        google.result(
                "drive_share",
                args(
                        "{\"fileId\":\"f1\",\"email\":\"bob@example.com\",\"role\":\"reader\",\"sendNotification\":true}"));
        assertThat(last().one("sendNotificationEmail")).isEqualTo("true");
    }

    @Test
    void nobodyBecomesAnOwnerByAShare() throws Exception {
        assertThat(google.failure(
                                "drive_share",
                                args("{\"fileId\":\"f1\",\"email\":\"b@example.com\",\"role\":\"owner\"}"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aTooManyOfSharesIsNotRepeated() throws Exception {
        google.on(
                "POST " + FILES + "/f1/permissions",
                Answer.error(403, "sharingRateLimitExceeded", "Rate limit exceeded."));

        assertThat(google.failure(
                                "drive_share",
                                args("{\"fileId\":\"f1\",\"email\":\"b@example.com\",\"role\":\"reader\"}"))
                        .getString("code"))
                .isEqualTo("rate_limited");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void whatWasMadeHereIsChangedWithTheScopeForThatAndOnlyOtherFilesNeedMore() throws Exception {
        google.granted = Set.of(SCOPE + "drive.file");
        google.on("PATCH " + FILES + "/mine", Answer.ok("{\"id\":\"mine\"}"))
                .on("PATCH " + FILES + "/other", Answer.error(404, "notFound", "File not found: other."))
                .on(
                        "PATCH " + FILES + "/seen",
                        Answer.error(403, "appNotAuthorizedToFile", "The user has not granted the app write access."));

        assertThat(google.result("drive_rename", args("{\"fileId\":\"mine\",\"name\":\"x\"}"))
                        .getString("id"))
                .isEqualTo("mine");
        for (String id : List.of("other", "seen")) {
            JsonObject told = google.failure("drive_rename", args("{\"fileId\":\"" + id + "\",\"name\":\"x\"}"));
            assertThat(told.getString("code")).isEqualTo("insufficient_scope");
            assertThat(told.encode()).containsPattern("auth%2Fdrive[\"&]");
        }
    }

    @Test
    void aFileThatIsNotThereIsNotFoundWhereAllFilesAreGranted() throws Exception {
        google.on("PATCH " + FILES + "/gone", Answer.error(404, "notFound", "File not found: gone."));

        assertThat(google.failure("drive_trash", args("{\"fileId\":\"gone\"}")).getString("code"))
                .isEqualTo("not_found");
    }
}
