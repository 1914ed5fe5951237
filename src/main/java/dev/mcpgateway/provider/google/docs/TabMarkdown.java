package dev.mcpgateway.provider.google.docs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One tab of a document, or a document from before there were tabs. */
final class TabMarkdown {
    private final JsonObject tab;
    private final boolean indexes;
    private final InlineMarkdown inline;
    private final ListMarks marks;

    /** @param indexes whether each paragraph begins with the place of its first character, as <code>{@12}</code> */
    TabMarkdown(JsonObject tab, boolean indexes) {
        this.tab = tab;
        this.indexes = indexes;
        JsonObject objects = tab.getJsonObject("inlineObjects", new JsonObject())
                .copy()
                .mergeIn(tab.getJsonObject("positionedObjects", new JsonObject()));
        this.inline = new InlineMarkdown(objects);
        this.marks = new ListMarks(tab.getJsonObject("lists", new JsonObject()));
    }

    private enum Kind {
        LIST,
        OTHER
    }

    private record Block(Kind kind, String text) {}

    String write() {
        List<Block> blocks = blocks(content(tab.getJsonObject("body", new JsonObject())));
        footnotes(blocks);
        StringBuilder text = new StringBuilder();
        Block before = null;
        for (Block block : blocks) {
            if (before != null) {
                text.append(before.kind() == Kind.LIST && block.kind() == Kind.LIST ? "\n" : "\n\n");
            }
            text.append(block.text());
            before = block;
        }
        return text.toString();
    }

    private static JsonArray content(JsonObject of) {
        return of.getJsonArray("content", new JsonArray());
    }

    private List<Block> blocks(JsonArray content) {
        List<Block> blocks = new ArrayList<>();
        for (Object entry : content) {
            JsonObject element = (JsonObject) entry;
            if (element.getJsonObject("paragraph") != null) {
                paragraph(element.getJsonObject("paragraph"), element.getInteger("startIndex", 0), blocks);
            } else if (element.getJsonObject("table") != null) {
                blocks.add(new Block(Kind.OTHER, table(element.getJsonObject("table"))));
            }
            // A table of contents says nothing that the headings do not; a break of a section nothing at all.
        }
        return blocks;
    }

    private void paragraph(JsonObject paragraph, int index, List<Block> blocks) {
        StringBuilder text = new StringBuilder(inline.of(paragraph.getJsonArray("elements", new JsonArray())));
        for (Object id : paragraph.getJsonArray("positionedObjectIds", new JsonArray())) {
            text.append(inline.picture(id.toString()));
        }
        String line = text.toString().strip();
        if (line.isEmpty()) {
            return;
        }
        String place = indexes ? "{@" + index + "} " : "";
        JsonObject bullet = paragraph.getJsonObject("bullet");
        if (bullet != null) {
            blocks.add(new Block(Kind.LIST, marks.next(bullet) + place + oneLine(line, "<br>")));
            return;
        }
        String heading = heading(
                paragraph.getJsonObject("paragraphStyle", new JsonObject()).getString("namedStyleType", ""));
        String written = heading.isEmpty() ? place + lines(line) : heading + place + oneLine(line, " ");
        blocks.add(new Block(Kind.OTHER, written));
    }

    private static String heading(String style) {
        if (style.equals("TITLE")) {
            return "# ";
        }
        return style.matches("HEADING_[1-6]") ? "#".repeat(style.charAt(style.length() - 1) - '0') + " " : "";
    }

    private static String oneLine(String text, String separator) {
        return text.replaceAll("\\\\?\n+", separator);
    }

    /** Each line stands for itself. */
    private static String lines(String text) {
        return text.lines().map(Escapes::line).collect(Collectors.joining("\n"));
    }

    private String table(JsonObject table) {
        List<List<String>> rows = new ArrayList<>();
        for (Object row : table.getJsonArray("tableRows", new JsonArray())) {
            List<String> cells = new ArrayList<>();
            for (Object cell : ((JsonObject) row).getJsonArray("tableCells", new JsonArray())) {
                cells.add(Escapes.cell(blocks(content((JsonObject) cell)).stream()
                        .map(Block::text)
                        .collect(Collectors.joining("\n"))));
            }
            rows.add(cells);
        }
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(rows.get(i));
            while (cells.size() < columns) {
                cells.add("");
            }
            text.append(i == 0 ? "| " : "\n| ")
                    .append(String.join(" | ", cells))
                    .append(" |");
            if (i == 0) {
                text.append("\n|").append(" --- |".repeat(columns));
            }
        }
        return text.toString();
    }

    /** Those that the text refers to. */
    private void footnotes(List<Block> blocks) {
        JsonObject all = tab.getJsonObject("footnotes", new JsonObject());
        for (InlineMarkdown.Footnote reference : List.copyOf(inline.footnotes())) {
            JsonObject footnote = all.getJsonObject(reference.id());
            if (footnote != null) {
                String text =
                        blocks(content(footnote)).stream().map(Block::text).collect(Collectors.joining(" "));
                blocks.add(new Block(Kind.LIST, "[^" + reference.number() + "]: " + oneLine(text, " ")));
            }
        }
    }
}
