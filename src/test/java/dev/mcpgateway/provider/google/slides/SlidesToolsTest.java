package dev.mcpgateway.provider.google.slides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import dev.mcpgateway.testing.ScriptedGoogle.Asked;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidesToolsTest {
    private static final String DECK = "/v1/presentations/p1";
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static final String SLIDES = "{\"slides\":[{\"objectId\":\"a\"},{\"objectId\":\"b\"}]}";

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

    /** Arguments for the presentation p1. */
    private static JsonObject args(String json) {
        return new JsonObject(json).put("presentationId", "p1");
    }

    private static String text(String... runs) {
        JsonArray elements = new JsonArray();
        for (String run : runs) {
            elements.add(new JsonObject("{\"paragraphMarker\":{}}"))
                    .add(new JsonObject().put("textRun", new JsonObject().put("content", run)));
        }
        return new JsonObject().put("textElements", elements).encode();
    }

    private static String shape(String placeholder, String text) {
        return "{\"objectId\":\"x\",\"shape\":{\"placeholder\":{\"type\":\"" + placeholder + "\"},\"text\":" + text
                + "}}";
    }

    private static String slide(String id, String... elements) {
        return "{\"objectId\":\"" + id + "\",\"pageElements\":[" + String.join(",", elements) + "]}";
    }

    private void deck(String... slides) {
        google.on(
                "GET " + DECK,
                Answer.ok("{\"presentationId\":\"p1\",\"title\":\"Plan\",\"slides\":[" + String.join(",", slides)
                        + "]}"));
    }

    /** The text of the only slide. */
    private String read(String... elements) throws Exception {
        deck(slide("a", elements));
        return google.result("slides_get_presentation", args("{}"))
                .getJsonArray("slides")
                .getJsonObject(0)
                .getString("text");
    }

    @Test
    void aPresentationIsItsSlidesAsText() throws Exception {
        deck(
                slide("a", shape("CENTERED_TITLE", text("Plan\n")), shape("SUBTITLE", text("for 2026\n"))),
                slide(
                        "b",
                        shape("BODY", text("All of it\n")),
                        shape("SLIDE_NUMBER", text("2")),
                        shape("TITLE", text("Why\n"))));

        JsonObject result = google.call("slides_get_presentation", args("{}"));

        assertThat(result.getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo("# Plan (2 slides)\n\n## Slide 1: Plan\nfor 2026\n\n## Slide 2: Why\nAll of it\n");
        assertThat(result.getJsonObject("structuredContent")
                        .getJsonArray("slides")
                        .encode())
                .isEqualTo("[{\"slideIndex\":1,\"slideId\":\"a\",\"title\":\"Plan\",\"text\":\"for 2026\"},"
                        + "{\"slideIndex\":2,\"slideId\":\"b\",\"title\":\"Why\",\"text\":\"All of it\"}]");
    }

    @Test
    void aPresentationWithoutSlidesIsNoError() throws Exception {
        google.on("GET " + DECK, Answer.ok("{\"presentationId\":\"p1\",\"title\":\"Empty\"}"));

        assertThat(google.result("slides_get_presentation", args("{}")).getInteger("slideCount"))
                .isZero();
    }

    @Test
    void listsAndLinksStayWhatTheyAre() throws Exception {
        String body = """
                {"textElements":[
                {"paragraphMarker":{"bullet":{"listId":"l","glyph":"●"}}},{"textRun":{"content":"one\\n"}},
                {"paragraphMarker":{"bullet":{"listId":"l","nestingLevel":1,"glyph":"a."}}},
                {"textRun":{"content":"inner "}},
                {"textRun":{"content":"here","style":{"link":{"url":"https://example.com/"}}}},{"textRun":{"content":"\\n"}},
                {"paragraphMarker":{}},{"textRun":{"content":"a\\u000bbreak\\n"}}]}""";

        assertThat(read(shape("BODY", body))).isEqualTo("- one\n  a. inner [here](https://example.com/)\na\nbreak");
    }

    @Test
    void tablesAreTables() throws Exception {
        String table = """
                {"objectId":"t","table":{"rows":2,"columns":3,"tableRows":[
                {"tableCells":[{"location":{},"columnSpan":2,"text":%s},{"location":{"columnIndex":2},"text":%s}]},
                {"tableCells":[{"location":{"rowIndex":1,"columnIndex":1},"text":%s},
                {"location":{"rowIndex":1,"columnIndex":2}}]}]}}""".formatted(text("a|b\n"), text("c\n", "d\n"), text("e\n"));

        assertThat(read(table)).isEqualTo("| a\\|b |  | c<br>d |\n| --- | --- | --- |\n|  | e |  |");
    }

    @Test
    void whatIsInGroupsIsReadAsWell() throws Exception {
        String inner = "{\"objectId\":\"g2\",\"elementGroup\":{\"children\":[" + shape("NONE", text("deep\n")) + "]}}";
        String group = "{\"objectId\":\"g1\",\"elementGroup\":{\"children\":[" + shape("NONE", text("outer\n")) + ","
                + inner + "]}}";

        assertThat(read(group)).isEqualTo("outer\n\ndeep");
    }

    @Test
    void whatIsNoTextIsNamed() throws Exception {
        assertThat(read(
                        "{\"objectId\":\"i\",\"description\":\"A fox\",\"image\":{\"contentUrl\":\"https://lh3.example/\"}}",
                        "{\"objectId\":\"v\",\"video\":{\"url\":\"https://youtu.be/1\"}}",
                        "{\"objectId\":\"w\",\"wordArt\":{\"renderedText\":\"Wow\"}}",
                        "{\"objectId\":\"c\",\"title\":\"Sales\",\"sheetsChart\":{\"chartId\":1}}",
                        "{\"objectId\":\"l\"}"))
                .isEqualTo("[Image: A fox]\n\n[Video: https://youtu.be/1]\n\nWow\n\n[Chart: Sales]");
    }

    @Test
    void speakerNotesComeWithTheirSlide() throws Exception {
        String notes = """
                ,"slideProperties":{"isSkipped":true,"notesPage":{"notesProperties":{"speakerNotesObjectId":"n2"},
                "pageElements":[{"objectId":"n1","shape":{"text":%s}},{"objectId":"n2","shape":{"text":%s}}]}}}""".formatted(text("the slide again\n"), text("Smile\n"));
        String slide = slide("a", shape("BODY", text("Hello\n")));
        deck(slide.substring(0, slide.length() - 1) + notes);

        JsonObject shown = google.result("slides_get_presentation", args("{}"))
                .getJsonArray("slides")
                .getJsonObject(0);

        assertThat(shown.getString("text")).isEqualTo("Hello\n\nSpeaker notes:\nSmile");
        assertThat(shown.getBoolean("skipped")).isTrue();
    }

    @Test
    void slidesThatDoNotFitAreReadWithTheNextCall() throws Exception {
        google.limit("textLength", 700);
        String long_ = shape("BODY", text("w".repeat(250)));
        deck(slide("a", long_), slide("b", long_), slide("c", long_));

        JsonObject first = google.result("slides_get_presentation", args("{}"));
        assertThat(first.getJsonArray("slides")).hasSize(2);
        assertThat(first.getInteger("nextSlide")).isEqualTo(3);

        JsonObject next = google.result("slides_get_presentation", args("{\"fromSlide\":3}"));
        assertThat(next.getJsonArray("slides").getJsonObject(0).getString("slideId"))
                .isEqualTo("c");
        assertThat(next.containsKey("nextSlide")).isFalse();
    }

    @Test
    void aSlideThatIsTooLongIsCutAndReadOn() throws Exception {
        google.limit("textLength", 500);
        String body = "v".repeat(400) + "🦊" + "w".repeat(400);
        deck(slide("a", shape("BODY", text(body))), slide("b"));
        google.on("GET " + DECK + "/pages/a", Answer.ok(slide("a", shape("BODY", text(body)))));

        JsonObject first = google.result("slides_get_presentation", args("{}"));
        assertThat(first.getInteger("nextSlide")).isEqualTo(2);
        JsonObject cut = first.getJsonArray("slides").getJsonObject(0);
        assertThat(cut.getInteger("nextOffset")).isEqualTo(500);
        JsonObject rest = google.result("slides_get_slide", args("{\"slideIndex\":1,\"offset\":500}"));

        assertThat(cut.getString("text") + rest.getString("text")).isEqualTo(body);
        assertThat(rest.containsKey("nextOffset")).isFalse();
    }

    @Test
    void onlyWhatIsReadIsAskedFor() throws Exception {
        deck(slide("a"));

        google.result("slides_get_presentation", args("{}"));

        assertThat(google.asked.getLast().one("fields"))
                .startsWith("presentationId,title,slides(objectId,")
                .doesNotContain("masters", "layouts", "pageProperties");
    }

    @Test
    void slidesAreCountedFromOne() throws Exception {
        google.on("GET " + DECK, Answer.ok(SLIDES));
        google.on("GET " + DECK + "/pages/b", Answer.ok(slide("b", shape("TITLE", text("Second\n")))));

        JsonObject slide = google.result("slides_get_slide", args("{\"slideIndex\":2}"));

        assertThat(slide.getString("title")).isEqualTo("Second");
        assertThat(slide.getInteger("slideCount")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slides_get_slide", "slides_get_thumbnail"})
    void aSlideThatIsNotThereNamesThoseThatAre(String tool) throws Exception {
        google.on("GET " + DECK, Answer.ok(SLIDES));

        JsonObject told = google.failure(tool, args("{\"slideIndex\":3}"));

        assertThat(told.getString("code")).isEqualTo("invalid_argument");
        assertThat(told.getString("message")).isEqualTo("There is no slide 3; slides are numbered from 1 to 2.");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 4_294_967_296L})
    void aNumberThatNoSlideCanHaveIsNotLookedFor(long index) throws Exception {
        assertThat(google.failure("slides_get_slide", args("{\"slideIndex\":" + index + "}"))
                        .getString("code"))
                .isEqualTo("invalid_argument");
        assertThat(google.asked).isEmpty();
    }

    private void thumbnail(String contentUrl) {
        google.on("GET " + DECK, Answer.ok(SLIDES));
        google.on(
                "GET " + DECK + "/pages/b/thumbnail",
                Answer.ok(new JsonObject().put("width", 800).put("height", 450).put("contentUrl", contentUrl)));
    }

    private String here() {
        return google.config.baseUrls().slides().toString();
    }

    @Test
    void aThumbnailIsAnImage() throws Exception {
        thumbnail(here() + "/thumbnail.png?key=1");
        google.on("GET /thumbnail.png", new Answer(200, Map.of("content-type", "image/png"), Buffer.buffer(PNG)));

        JsonObject result = google.call("slides_get_thumbnail", args("{\"slideIndex\":2,\"size\":\"LARGE\"}"));

        JsonObject image = result.getJsonArray("content").getJsonObject(1);
        assertThat(image.getString("type")).isEqualTo("image");
        assertThat(image.getString("mimeType")).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(image.getString("data"))).isEqualTo(PNG);
        assertThat(result.getJsonObject("structuredContent").encode())
                .isEqualTo(
                        "{\"slideIndex\":2,\"slideId\":\"b\",\"width\":800,\"height\":450,\"mimeType\":\"image/png\","
                                + "\"size\":" + PNG.length + "}");
        assertThat(google.asked.get(1).one("thumbnailProperties.thumbnailSize")).isEqualTo("LARGE");
        assertThat(google.asked.getLast().one("key")).isEqualTo("1");
    }

    @Test
    void theTokenDoesNotGoWhereAnImageIs() throws Exception {
        thumbnail(here() + "/thumbnail.png");
        google.on("GET /thumbnail.png", new Answer(200, Map.of("content-type", "image/png"), Buffer.buffer(PNG)));

        google.result("slides_get_thumbnail", args("{\"slideIndex\":2}"));

        assertThat(google.asked.getFirst().authorization()).startsWith("Bearer ");
        assertThat(google.asked.getLast().path()).isEqualTo("/thumbnail.png");
        assertThat(google.asked.getLast().authorization()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%d/thumbnail.png",
                "https://127.0.0.1:%d/thumbnail.png",
                "http://127.0.0.1:1/%d"
            })
    void anImageElsewhereIsNotAskedFor(String address) throws Exception {
        thumbnail(address.formatted(google.config.baseUrls().slides().getPort()));

        JsonObject told = google.failure("slides_get_thumbnail", args("{\"slideIndex\":2}"));

        assertThat(told.getString("code")).isEqualTo("slides_api_error");
        assertThat(told.getString("message")).contains("not Google's").doesNotContain("127.0.0.1", "localhost");
        assertThat(google.asked).hasSize(2);
    }

    @Test
    void anImageThatLeadsOnIsNotFollowed() throws Exception {
        thumbnail(here() + "/thumbnail.png");
        google.on("GET /thumbnail.png", new Answer(302, Map.of("location", here() + "/inside"), Buffer.buffer()));

        assertThat(google.failure("slides_get_thumbnail", args("{\"slideIndex\":2}"))
                        .getString("message"))
                .contains("302");
        assertThat(google.asked).extracting(Asked::path).doesNotContain("/inside");
    }

    @Test
    void anImageThatIsTooLargeIsNotPassedOn() throws Exception {
        google.limit("fileSize", 1024L);
        thumbnail(here() + "/thumbnail.png");
        google.on(
                "GET /thumbnail.png",
                new Answer(
                        200,
                        Map.of("content-type", "image/png"),
                        Buffer.buffer(PNG).appendBytes(new byte[2_000])));

        assertThat(google.failure("slides_get_thumbnail", args("{\"slideIndex\":2}"))
                        .getString("message"))
                .contains("more than 1024");
    }

    @Test
    void whatIsNoImageIsNotPassedOn() throws Exception {
        thumbnail(here() + "/thumbnail.png");
        google.on(
                "GET /thumbnail.png",
                new Answer(200, Map.of("content-type", "image/png"), Buffer.buffer("<html>Sign in</html>")));

        assertThat(google.failure("slides_get_thumbnail", args("{\"slideIndex\":2}"))
                        .getString("message"))
                .contains("no PNG");
    }

    private static String image(String id) {
        return "{\"objectId\":\"" + id
                + "\",\"title\":\"Logo\",\"image\":{\"contentUrl\":\"https://lh3.googleusercontent.com/" + id
                + "\",\"sourceUrl\":\"https://example.com/" + id + ".png\"}}";
    }

    @Test
    void imagesAreListedWithTheirSlides() throws Exception {
        String group = "{\"objectId\":\"g\",\"elementGroup\":{\"children\":[" + image("i2") + "]}}";
        deck(slide("a", image("i1")), slide("b", shape("BODY", text("no image")), group));

        JsonObject found = google.result("slides_list_images", args("{}"));

        assertThat(found.getInteger("imageCount")).isEqualTo(2);
        assertThat(found.getJsonArray("images").getJsonObject(0).encode())
                .isEqualTo(
                        "{\"slideIndex\":1,\"imageId\":\"i1\",\"alt\":\"Logo\",\"sourceUrl\":\"https://example.com/i1.png\","
                                + "\"contentUrl\":\"https://lh3.googleusercontent.com/i1\"}");
        assertThat(found.getJsonArray("images").getJsonObject(1).getInteger("slideIndex"))
                .isEqualTo(2);
        assertThat(found.containsKey("nextOffset")).isFalse();
    }

    @Test
    void imagesThatDoNotFitAreListedWithTheNextCall() throws Exception {
        deck(slide("a", image("i1"), image("i2"), image("i3")));

        JsonObject first = google.result("slides_list_images", args("{\"maxResults\":2}"));
        assertThat(first.getJsonArray("images")).hasSize(2);
        assertThat(first.getInteger("imageCount")).isEqualTo(3);
        assertThat(first.getInteger("nextOffset")).isEqualTo(2);

        JsonObject next = google.result("slides_list_images", args("{\"maxResults\":2,\"offset\":2}"));
        assertThat(next.getJsonArray("images").getJsonObject(0).getString("imageId"))
                .isEqualTo("i3");
        assertThat(next.containsKey("nextOffset")).isFalse();
    }

    @Test
    void anIdOfAPresentationIsOneSegment() throws Exception {
        google.on("GET /v1/presentations/*", Answer.ok("{}"));

        google.result("slides_get_presentation", new JsonObject().put("presentationId", "../x?y"));

        assertThat(google.asked.getLast().path()).isEqualTo("/v1/presentations/..%2Fx%3Fy");
    }

    @Test
    void aFailureOfGoogleHasItsCode() throws Exception {
        google.on("GET " + DECK, Answer.error(404, "notFound", "Requested entity was not found."));

        assertThat(google.failure("slides_get_presentation", args("{}")).getString("code"))
                .isEqualTo("not_found");
    }

    @Test
    void aLongAnswerIsReadAsWell() throws Exception {
        google.limit("textLength", 1_000_000);
        String body = "u".repeat(300_000);
        deck(slide("a", shape("BODY", text(body))));

        assertThat(google.result("slides_get_presentation", args("{}"))
                        .getJsonArray("slides")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo(body);
    }
}
