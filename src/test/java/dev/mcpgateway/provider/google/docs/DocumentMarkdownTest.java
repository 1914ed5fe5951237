package dev.mcpgateway.provider.google.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentMarkdownTest {
    private static JsonObject run(String text, String style) {
        return new JsonObject()
                .put("textRun", new JsonObject().put("content", text).put("textStyle", new JsonObject(style)));
    }

    private static JsonObject run(String text) {
        return run(text, "{}");
    }

    private static JsonObject paragraph(Map<String, Object> more, JsonObject... elements) {
        JsonArray all = new JsonArray();
        for (JsonObject element : elements) {
            all.add(element);
        }
        return new JsonObject()
                .put("startIndex", 7)
                .put("paragraph", new JsonObject(more).copy().put("elements", all));
    }

    private static JsonObject paragraph(JsonObject... elements) {
        return paragraph(Map.of(), elements);
    }

    private static JsonObject styled(String style, String text) {
        return paragraph(Map.of("paragraphStyle", new JsonObject().put("namedStyleType", style)), run(text));
    }

    private static JsonObject item(String list, int level, String text) {
        return paragraph(Map.of("bullet", new JsonObject().put("listId", list).put("nestingLevel", level)), run(text));
    }

    private static JsonObject tab(JsonObject... content) {
        JsonArray all = new JsonArray();
        for (JsonObject element : content) {
            all.add(element);
        }
        return new JsonObject().put("body", new JsonObject().put("content", all));
    }

    private static JsonObject document(JsonObject tab) {
        return new JsonObject().put("tabs", new JsonArray().add(new JsonObject().put("documentTab", tab)));
    }

    private static String markdown(JsonObject... content) {
        return DocumentMarkdown.of(document(tab(content)));
    }

    @Test
    void headingsAndParagraphsAreBlocks() {
        assertThat(markdown(
                        styled("TITLE", "Plan\n"),
                        styled("HEADING_2", "Goals\n"),
                        styled("NORMAL_TEXT", "\n"),
                        styled("NORMAL_TEXT", "Text.\n")))
                .isEqualTo("# Plan\n\n## Goals\n\nText.");
    }

    @Test
    void emphasisTouchesTheTextAndPiecesOfOneLookAreOne() {
        assertThat(markdown(paragraph(
                        run("a "),
                        run("bold ", "{\"bold\":true}"),
                        run("still", "{\"bold\":true}"),
                        run(" both ", "{\"bold\":true,\"italic\":true}"),
                        run("gone", "{\"strikethrough\":true}"),
                        run("\n"))))
                .isEqualTo("a **bold still** ***both*** ~~gone~~");
    }

    @Test
    void linksPeopleDatesAndFilesKeepWhereTheyLead() {
        assertThat(markdown(paragraph(
                        run("see ", "{}"),
                        run("this page", "{\"link\":{\"url\":\"https://example.com/a (b)\"}}"),
                        run(", "),
                        new JsonObject(
                                "{\"person\":{\"personProperties\":{\"name\":\"Ann\",\"email\":\"ann@example.com\"}}}"),
                        run(", "),
                        new JsonObject("{\"richLink\":{\"richLinkProperties\":{\"title\":\"Budget\","
                                + "\"uri\":\"https://docs.google.com/x\"}}}"),
                        run(", "),
                        new JsonObject(
                                "{\"dateElement\":{\"dateElementProperties\":{\"displayText\":\"Mar 1, 2026\"}}}"))))
                .isEqualTo("see [this page](https://example.com/a%20%28b%29), [Ann](mailto:ann@example.com),"
                        + " [Budget](https://docs.google.com/x), Mar 1, 2026");
    }

    @Test
    void listsAreNestedAndNumberedAsTheyAreSeen() {
        JsonObject tab = tab(
                item("n", 0, "one\n"),
                item("n", 1, "inner\n"),
                item("n", 1, "inner\n"),
                item("n", 0, "two\n"),
                item("n", 1, "again\n"),
                item("b", 0, "bullet\n"));
        tab.put("lists", new JsonObject("""
                {"n":{"listProperties":{"nestingLevels":[{"glyphType":"DECIMAL","startNumber":3},{"glyphType":"ALPHA"}]}},
                "b":{"listProperties":{"nestingLevels":[{"glyphSymbol":"●"}]}}}"""));

        assertThat(DocumentMarkdown.of(document(tab)))
                .isEqualTo("3. one\n    1. inner\n    2. inner\n4. two\n    1. again\n- bullet");
    }

    @Test
    void tablesStayTablesWhateverIsInTheirCells() {
        JsonObject cellWithList = new JsonObject()
                .put("content", new JsonArray().add(paragraph(run("a|b\n"))).add(item("x", 0, "c\n")));
        JsonObject cell = new JsonObject().put("content", new JsonArray().add(paragraph(run("d\n"))));
        JsonObject table = new JsonObject()
                .put(
                        "tableRows",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "tableCells",
                                                new JsonArray()
                                                        .add(cellWithList)
                                                        .add(cell)))
                                .add(new JsonObject().put("tableCells", new JsonArray().add(cell))));

        assertThat(markdown(new JsonObject().put("table", table)))
                .isEqualTo("| a\\|b<br>- c | d |\n| --- | --- |\n| d |  |");
    }

    @Test
    void footnotesFollowTheTextThatRefersToThem() {
        JsonObject tab = tab(paragraph(
                run("text"),
                new JsonObject("{\"footnoteReference\":{\"footnoteId\":\"f\",\"footnoteNumber\":\"1\"}}"),
                run(".\n")));
        tab.put(
                "footnotes",
                new JsonObject()
                        .put("f", new JsonObject().put("content", new JsonArray().add(paragraph(run(" Source\n"))))));

        assertThat(DocumentMarkdown.of(document(tab))).isEqualTo("text[^1].\n\n[^1]: Source");
    }

    @Test
    void aPictureIsAMarkAndItsAddressIsKept() {
        JsonObject tab = tab(paragraph(new JsonObject("{\"inlineObjectElement\":{\"inlineObjectId\":\"kix.1\"}}")));
        tab.put("inlineObjects", new JsonObject("""
                {"kix.1":{"inlineObjectProperties":{"embeddedObject":{"title":"Chart","description":"sales",
                "imageProperties":{"contentUri":"https://lh7.googleusercontent.com/secret"}}}}}"""));

        assertThat(DocumentMarkdown.of(document(tab))).isEqualTo("![Chart sales](kix.1)");
    }

    @Test
    void suggestionsAreMarkedAsSuch() {
        JsonObject added = run("new");
        added.getJsonObject("textRun").put("suggestedInsertionIds", new JsonArray().add("s1"));
        JsonObject gone = run("old");
        gone.getJsonObject("textRun").put("suggestedDeletionIds", new JsonArray().add("s1"));

        assertThat(markdown(paragraph(run("a "), gone, added, run("\n")))).isEqualTo("a {--old--}{++new++}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '=',
            value = {
                "*not bold* = \\*not bold\\*",
                "snake_case _word_ = snake_case \\_word\\_",
                "[x](y) <b> `c` = \\[x\\](y) \\<b> \\`c\\`",
                "# no heading = \\# no heading",
                "- no list = \\- no list",
                "1. no list = 1\\. no list",
                "> no quote = \\> no quote",
                "--- = \\---",
                "#tag -5 1.5 a>b = #tag -5 1.5 a>b",
            })
    void textStaysWhatItIs(String text, String markdown) {
        assertThat(markdown(paragraph(run(text + "\n")))).isEqualTo(markdown);
    }

    @Test
    void aLineBreakInsideAParagraphStaysOne() {
        assertThat(markdown(paragraph(run("one\u000btwo\n")))).isEqualTo("one\\\ntwo");
        assertThat(markdown(styled("HEADING_1", "one\u000btwo\n"))).isEqualTo("# one two");
    }

    @Test
    void aRuleIsARule() {
        assertThat(markdown(paragraph(new JsonObject("{\"horizontalRule\":{}}"), run("\n"))))
                .isEqualTo("***");
    }

    @Test
    void allTabsFollowEachOtherWithThoseInsideThem() {
        JsonObject inner = new JsonObject()
                .put("tabProperties", new JsonObject("{\"tabId\":\"t.2\",\"title\":\"In -- side\"}"))
                .put("documentTab", tab(paragraph(run("three\n"))));
        JsonArray tabs = new JsonArray()
                .add(new JsonObject()
                        .put("tabProperties", new JsonObject("{\"tabId\":\"t.1\",\"title\":\"First\"}"))
                        .put("documentTab", tab(paragraph(run("one\n"))))
                        .put("childTabs", new JsonArray().add(inner)))
                .add(new JsonObject()
                        .put("tabProperties", new JsonObject("{\"tabId\":\"t.3\",\"title\":\"Last\"}"))
                        .put("documentTab", tab(paragraph(run("four\n")))));

        assertThat(DocumentMarkdown.of(new JsonObject().put("tabs", tabs)))
                .isEqualTo("<!-- tab t.1: First -->\n\none\n\n<!-- tab t.2: In   side -->\n\nthree\n\n"
                        + "<!-- tab t.3: Last -->\n\nfour");
    }

    @Test
    void aDocumentWithoutTabsIsReadAsWell() {
        assertThat(DocumentMarkdown.of(tab(paragraph(run("text\n"))))).isEqualTo("text");
    }

    @Test
    void indexesStandBeforeParagraphsWhereAsked() {
        assertThat(DocumentMarkdown.of(document(tab(styled("HEADING_1", "Head\n"))), true))
                .isEqualTo("# {@7} Head");
    }
}
