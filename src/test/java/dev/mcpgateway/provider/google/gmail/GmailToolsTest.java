package dev.mcpgateway.provider.google.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.ScriptedGoogle.Asked;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GmailToolsTest {
    private static final String MESSAGES = "/gmail/v1/users/me/messages";

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

    private static JsonObject args(String json) {
        return new JsonObject(json);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonArray headers(Map<String, String> headers) {
        JsonArray list = new JsonArray();
        headers.forEach(
                (name, value) -> list.add(new JsonObject().put("name", name).put("value", value)));
        return list;
    }

    private static JsonObject message(String id, JsonObject payload) {
        return new JsonObject()
                .put("id", id)
                .put("threadId", "t-" + id)
                .put("labelIds", new JsonArray().add("INBOX"))
                .put("snippet", "It&#39;s &lt;here&gt;")
                .put("payload", payload);
    }

    private static JsonObject text(String mimeType, String text) {
        return new JsonObject()
                .put("mimeType", mimeType)
                .put("filename", "")
                .put(
                        "headers",
                        headers(Map.of("Subject", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "From", "Ann <ann@example.com>")))
                .put("body", new JsonObject().put("size", text.length()).put("data", base64(text)));
    }

    private void hasMessages(int count, String nextPageToken) {
        JsonArray ids = new JsonArray();
        for (int i = 0; i < count; i++) {
            ids.add(new JsonObject().put("id", "m" + i).put("threadId", "t-m" + i));
        }
        JsonObject page = new JsonObject().put("messages", ids).put("resultSizeEstimate", 201);
        google.on(
                "GET " + MESSAGES, Answer.ok(nextPageToken == null ? page : page.put("nextPageToken", nextPageToken)));
        google.on("GET " + MESSAGES + "/*", asked -> {
            JsonObject payload = text("text/plain", "");
            payload.remove("body");
            return Answer.ok(message(asked.path().replaceFirst(".*/", ""), payload));
        });
    }

    @Test
    void aSearchAnswersSummariesInOrderWithTheNextPageToken() throws Exception {
        hasMessages(3, "page-2");

        JsonObject found = google.result(
                "gmail_search", args("{\"query\":\"from:ann\",\"maxResults\":3,\"pageToken\":\"page-1\"}"));

        assertThat(found.getString("nextPageToken")).isEqualTo("page-2");
        assertThat(found.getJsonArray("messages").stream().map(m -> ((JsonObject) m).getString("id")))
                .containsExactly("m0", "m1", "m2");
        JsonObject first = found.getJsonArray("messages").getJsonObject(0);
        assertThat(first.getString("subject")).isEqualTo("Grüße");
        assertThat(first.getString("snippet")).isEqualTo("It's <here>");
        Asked list = google.asked.getFirst();
        assertThat(list.one("q")).isEqualTo("from:ann");
        assertThat(list.one("maxResults")).isEqualTo("3");
        assertThat(list.one("pageToken")).isEqualTo("page-1");
        assertThat(google.asked.get(1).one("format")).isEqualTo("metadata");
    }

    @Test
    void aSearchForFiftyTakesTheTimeOfTwoRoundTrips() throws Exception {
        hasMessages(50, null);
        google.result("gmail_search", args("{\"query\":\"x\",\"maxResults\":1}"));
        google.delayMillis = 2_000;
        long begin = System.nanoTime();

        JsonObject found = google.result("gmail_search", args("{\"query\":\"x\",\"maxResults\":50}"));

        assertThat(found.getJsonArray("messages")).hasSize(50);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(5_900));
    }

    @Test
    void aSearchHasNoMoreRequestsOpenThanAllowed() throws Exception {
        hasMessages(30, null);
        google.limit("concurrency", 7);
        google.delayMillis = 20;

        google.result("gmail_search", args("{\"query\":\"x\",\"maxResults\":50}"));

        assertThat(google.mostOpen.get()).isBetween(2, 7);
    }

    @Test
    void aMailThatCannotBeReadDoesNotHideTheOthers() throws Exception {
        hasMessages(3, null);
        google.on("GET " + MESSAGES + "/m1", Answer.error(404, "notFound", "Not Found"));

        JsonObject found = google.result("gmail_search", args("{\"query\":\"x\"}"));

        assertThat(found.getJsonArray("messages")).hasSize(2);
        assertThat(found.getJsonArray("failed").getJsonObject(0).getString("id"))
                .isEqualTo("m1");
    }

    @Test
    void aListIsOfTheInboxUnlessToldOtherwise() throws Exception {
        hasMessages(0, null);

        google.result("gmail_list", new JsonObject());
        google.result("gmail_list", args("{\"labelIds\":[\"SENT\",\"STARRED\"]}"));

        assertThat(google.asked.get(0).query().get("labelIds")).containsExactly("INBOX");
        assertThat(google.asked.get(1).query().get("labelIds")).containsExactly("SENT", "STARRED");
    }

    @Test
    void aMailOfHtmlAloneIsNotDropped() throws Exception {
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", text("text/html", "<p>Hello <b>Bob</b></p>"))));

        assertThat(google.result("gmail_get", args("{\"messageId\":\"m1\"}")).getString("text"))
                .isEqualTo("Hello Bob");
    }

    @Test
    void aMailOf46000TokensIsCutAndReadOnToItsEnd() throws Exception {
        String all = "word ".repeat(46_000).strip() + " 😀 end";
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", text("text/plain", all))));
        StringBuilder read = new StringBuilder();
        Integer offset = 0;
        while (offset != null) {
            JsonObject part = google.result(
                    "gmail_get", new JsonObject().put("messageId", "m1").put("offset", offset));
            assertThat(part.getString("text").length()).isLessThanOrEqualTo(20_000);
            read.append(part.getString("text"));
            offset = part.getInteger("nextOffset");
        }
        assertThat(read.toString()).isEqualTo(all);
    }

    @Test
    void aTextThatGmailKeepsApartIsRead() throws Exception {
        JsonObject part = text("text/plain", "");
        part.put("body", new JsonObject().put("size", 9).put("attachmentId", "long-1"));
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", part)));
        google.on(
                "GET " + MESSAGES + "/m1/attachments/long-1",
                Answer.ok(new JsonObject().put("data", base64("long text"))));

        assertThat(google.result("gmail_get", args("{\"messageId\":\"m1\"}")).getString("text"))
                .isEqualTo("long text");
    }

    @Test
    void aMailThatGmailCannotTakeApartIsReadAsItWasSent() throws Exception {
        google.on(
                "GET " + MESSAGES + "/m1",
                asked -> asked.one("format").equals("raw")
                        ? Answer.ok(new JsonObject().put("id", "m1").put("raw", base64("Subject: x\r\n\r\nraw words")))
                        : Answer.ok(message("m1", new JsonObject().put("mimeType", "multipart/mixed"))));

        assertThat(google.result("gmail_get", args("{\"messageId\":\"m1\"}")).getString("text"))
                .isEqualTo("raw words");
    }

    @Test
    void attachmentsAreListedWithTheIdsThatGetThem() throws Exception {
        JsonObject payload = new JsonObject()
                .put("mimeType", "multipart/mixed")
                .put(
                        "parts",
                        new JsonArray()
                                .add(text("text/plain", "see the file"))
                                .add(new JsonObject()
                                        .put("mimeType", "application/pdf")
                                        .put("filename", "report.pdf")
                                        .put(
                                                "body",
                                                new JsonObject().put("size", 7).put("attachmentId", "a-1"))));
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", payload)));

        JsonObject mail = google.result("gmail_get", args("{\"messageId\":\"m1\"}"));

        assertThat(mail.getJsonArray("attachments").getJsonObject(0))
                .isEqualTo(
                        args(
                                "{\"filename\":\"report.pdf\",\"mimeType\":\"application/pdf\",\"size\":7,\"attachmentId\":\"a-1\"}"));
    }

    @Test
    void anAttachmentOfTenMegabytesPasses() throws Exception {
        byte[] bytes = new byte[10 << 20];
        bytes[5] = (byte) 0xff;
        google.on(
                "GET " + MESSAGES + "/m1/attachments/a-1",
                Answer.ok(new JsonObject()
                        .put("size", bytes.length)
                        .put("data", Base64.getUrlEncoder().encodeToString(bytes))));

        JsonObject result = google.call(
                "gmail_get_attachment",
                args(
                        "{\"messageId\":\"m1\",\"attachmentId\":\"a-1\",\"filename\":\"a b.bin\",\"mimeType\":\"image/png\"}"));

        assertThat(result.getJsonObject("structuredContent"))
                .isEqualTo(args("{\"filename\":\"a b.bin\",\"size\":10485760,\"mimeType\":\"image/png\"}"));
        JsonObject resource = result.getJsonArray("content").getJsonObject(1).getJsonObject("resource");
        assertThat(resource.getString("uri")).isEqualTo("gmail://messages/m1/attachments/a%20b.bin");
        assertThat(Base64.getDecoder().decode(resource.getString("blob"))).isEqualTo(bytes);
    }

    @Test
    void anAttachmentThatIsTooLargeIsRefusedWithItsSize() throws Exception {
        google.limit("fileSize", 2_000L);
        google.on(
                "GET " + MESSAGES + "/m1/attachments/a-1",
                Answer.ok(new JsonObject().put("data", base64("x".repeat(2_001)))));

        assertThat(google.failure("gmail_get_attachment", args("{\"messageId\":\"m1\",\"attachmentId\":\"a-1\"}"))
                        .getString("message"))
                .contains("2001 bytes");
    }

    @Test
    void aThreadSharesItsLengthAmongItsMails() throws Exception {
        JsonArray mails = new JsonArray();
        for (int i = 0; i < 4; i++) {
            mails.add(message("m" + i, text("text/plain", "x".repeat(50_000))));
        }
        google.on(
                "GET /gmail/v1/users/me/threads/t1",
                Answer.ok(new JsonObject().put("id", "t1").put("messages", mails)));

        JsonObject thread = google.result("gmail_get_thread", args("{\"threadId\":\"t1\"}"));

        assertThat(thread.getInteger("messageCount")).isEqualTo(4);
        assertThat(thread.encode().length()).isLessThan(24_000);
        assertThat(thread.getJsonArray("messages").getJsonObject(3).getInteger("nextOffset"))
                .isEqualTo(5_000);
    }

    private MailPart sent(String path) {
        Asked last = google.asked.getLast();
        assertThat(last.path()).isEqualTo(path);
        JsonObject json = last.json();
        JsonObject message = json.getJsonObject("message", json);
        return RawMail.parse(Base64.getUrlDecoder().decode(message.getString("raw")));
    }

    private String sentText() {
        JsonObject json = google.asked.getLast().json();
        return new String(
                Base64.getUrlDecoder()
                        .decode(json.getJsonObject("message", json).getString("raw")),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void aMailIsSentWithItsCharactersInEveryHeader() throws Exception {
        google.on(
                "POST " + MESSAGES + "/send", Answer.ok("{\"id\":\"s1\",\"threadId\":\"t1\",\"labelIds\":[\"SENT\"]}"));

        JsonObject sent = google.result("gmail_send", args("""
                {"to":["Jürgen Groß <j@example.com>"],"cc":["c@example.com"],"subject":"Grüße 😀","body":"Zeile 1\\nÄrger",
                "attachments":[{"filename":"Übersicht März.txt","mimeType":"text/plain","contentBase64":"aGk="}]}"""));

        assertThat(sent.getString("messageId")).isEqualTo("s1");
        MailPart mail = sent(MESSAGES + "/send");
        assertThat(mail.header("to")).isEqualTo("Jürgen Groß <j@example.com>");
        assertThat(mail.header("subject")).isEqualTo("Grüße 😀");
        assertThat(mail.header("message-id")).isEmpty();
        MailText read = MailText.of(mail);
        assertThat(read.text()).isEqualTo("Zeile 1\nÄrger");
        assertThat(read.attachments().getFirst().filename()).isEqualTo("Übersicht März.txt");
        assertThat(read.attachments().getFirst().text()).isEqualTo("hi");
        assertThat(sentText().chars()).allMatch(c -> c < 128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmail_send", "gmail_create_draft"})
    void anAttachmentOfTenMegabytesIsUploadedAsItIs(String tool) throws Exception {
        boolean draft = tool.equals("gmail_create_draft");
        String path = "/upload/gmail/v1/users/me/" + (draft ? "drafts" : "messages/send");
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", text("text/plain", "Hi"))));
        google.on("POST " + path, Answer.ok("{\"id\":\"s1\"}"));
        byte[] file = new byte[10 << 20];
        new Random(1).nextBytes(file);
        JsonObject mail = args("{\"to\":[\"b@example.com\"],\"subject\":\"File\",\"replyToMessageId\":\"m1\"}")
                .put(
                        "attachments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("filename", "a.bin")
                                        .put(
                                                "contentBase64",
                                                Base64.getEncoder().encodeToString(file))));

        google.result(tool, mail);

        Asked asked = google.asked.getLast();
        assertThat(asked.path()).isEqualTo(path);
        assertThat(asked.one("uploadType")).isEqualTo("multipart");
        String boundary = "\r\n--" + asked.contentType().replaceFirst(".*boundary=", "");
        String body = asked.body().toString(StandardCharsets.ISO_8859_1);
        int json = body.indexOf("\r\n\r\n") + 4;
        JsonObject said = new JsonObject(body.substring(json, body.indexOf(boundary, json)));
        assertThat((draft ? said.getJsonObject("message") : said).getString("threadId"))
                .isEqualTo("t-m1");
        int begin = body.indexOf("message/rfc822\r\n\r\n") + "message/rfc822\r\n\r\n".length();
        MailPart read =
                RawMail.parse(body.substring(begin, body.lastIndexOf(boundary)).getBytes(StandardCharsets.ISO_8859_1));
        MailPart attached = read.parts().getLast();
        assertThat(attached.filename()).isEqualTo("a.bin");
        assertThat(attached.size()).isEqualTo(file.length);
        assertThat(asked.body().length()).isLessThan(file.length / 3 * 4 + file.length / 3 * 4 / 30);
    }

    @Test
    void noArgumentBecomesAHeaderOfItsOwn() throws Exception {
        for (String argument : new String[] {
            "\"subject\":\"x\\r\\nBcc: eve@example.com\"",
            "\"subject\":\"x\\nBcc: eve@example.com\"",
            "\"cc\":[\"a@example.com\\r\\nBcc: eve@example.com\"]",
            "\"attachments\":[{\"filename\":\"a\\r\\nBcc: eve@example.com\",\"contentBase64\":\"\"}]",
            "\"attachments\":[{\"filename\":\"a\",\"mimeType\":\"text/plain\\r\\nBcc: e@example.com\",\"contentBase64\":\"\"}]",
            "\"cc\":[\"a@example.com, eve@example.com\"]"
        }) {
            JsonObject told =
                    google.failure("gmail_send", args("{\"to\":[\"b@example.com\"],\"body\":\"x\"," + argument + "}"));
            assertThat(told.getString("code")).as(argument).isEqualTo("invalid_argument");
        }
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aThreadIsNotReadPastItsEnd() throws Exception {
        google.on(
                "GET /gmail/v1/users/me/threads/t1",
                Answer.ok(new JsonObject()
                        .put("id", "t1")
                        .put("messages", new JsonArray().add(message("m1", text("text/plain", "short"))))));

        JsonObject thread = google.result("gmail_get_thread", args("{\"threadId\":\"t1\",\"offset\":2147483647}"));

        assertThat(thread.getJsonArray("messages")).isEmpty();
        assertThat(thread.containsKey("nextOffset")).isFalse();
    }

    @Test
    void aReplyStaysInItsThread() throws Exception {
        JsonObject payload = new JsonObject()
                .put(
                        "headers",
                        headers(Map.of(
                                "Message-ID",
                                "<1@example.com>",
                                "References",
                                "<0@example.com>",
                                "Subject",
                                "Plan",
                                "From",
                                "=?utf-8?Q?J=C3=BCrgen?= <j@example.com>")));
        google.on("GET " + MESSAGES + "/m1", Answer.ok(message("m1", payload)));
        google.on(
                "POST /gmail/v1/users/me/drafts",
                Answer.ok("{\"id\":\"d1\",\"message\":{\"id\":\"m2\",\"threadId\":\"t-m1\"}}"));

        JsonObject draft = google.result("gmail_create_draft", args("{\"replyToMessageId\":\"m1\",\"body\":\"Yes\"}"));

        assertThat(draft.getString("draftId")).isEqualTo("d1");
        assertThat(google.asked.getLast().json().getJsonObject("message").getString("threadId"))
                .isEqualTo("t-m1");
        MailPart mail = sent("/gmail/v1/users/me/drafts");
        assertThat(mail.header("subject")).isEqualTo("Re: Plan");
        assertThat(mail.header("in-reply-to")).isEqualTo("<1@example.com>");
        assertThat(mail.header("references")).isEqualTo("<0@example.com> <1@example.com>");
        assertThat(mail.header("to")).isEqualTo("Jürgen <j@example.com>");
    }

    @Test
    void aDraftIsSentByItsIdAlone() throws Exception {
        google.on("POST /gmail/v1/users/me/drafts/send", Answer.ok("{\"id\":\"s1\",\"threadId\":\"t1\"}"));

        google.result("gmail_send", args("{\"draftId\":\"d1\"}"));

        assertThat(google.asked.getLast().json()).isEqualTo(args("{\"id\":\"d1\"}"));
        assertThat(google.failure("gmail_send", args("{\"draftId\":\"d1\",\"body\":\"x\"}"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
    }

    @Test
    void aMailToNobodyIsNotSent() throws Exception {
        assertThat(google.failure("gmail_send", args("{\"body\":\"x\"}")).getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void labelsAreAddedAndRemoved() throws Exception {
        google.on("POST " + MESSAGES + "/m1/modify", Answer.ok("{\"id\":\"m1\",\"labelIds\":[\"STARRED\"]}"));

        JsonObject done = google.result(
                "gmail_modify_labels",
                args("{\"messageId\":\"m1\",\"addLabelIds\":[\"STARRED\"],\"removeLabelIds\":[\"UNREAD\"]}"));

        assertThat(done.getJsonArray("labelIds")).containsExactly("STARRED");
        assertThat(google.asked.getLast().json())
                .isEqualTo(args("{\"addLabelIds\":[\"STARRED\"],\"removeLabelIds\":[\"UNREAD\"]}"));
    }

    @Test
    void anIdLeadsToNoOtherPath() throws Exception {
        google.failure("gmail_get", args("{\"messageId\":\"../../bob/messages/m1?x=\"}"));

        assertThat(google.asked.getLast().path()).startsWith(MESSAGES + "/").doesNotContain("/bob/");
    }

    @Test
    void theMailboxIsAlwaysThePersonsOwn() throws Exception {
        hasMessages(1, null);

        google.result("gmail_search", args("{\"query\":\"x\"}"));

        assertThat(google.asked).allSatisfy(asked -> assertThat(asked.path()).startsWith("/gmail/v1/users/me/"));
        assertThat(google.failure("gmail_search", args("{\"query\":\"x\",\"userId\":\"bob@example.com\"}"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
    }
}
