package dev.mcpgateway.provider.google.docs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is inside a paragraph. */
final class InlineMarkdown {
    /** The service's line break inside a paragraph. */
    private static final char LINE_BREAK = '\u000b';
    /** Where it has something that no text can show. */
    private static final char PRIVATE = '\ue907';

    private final JsonObject objects;
    private final List<Footnote> footnotes = new ArrayList<>();

    /** @param objects pictures and drawings by their ids */
    InlineMarkdown(JsonObject objects) {
        this.objects = objects;
    }

    /** Where the text refers to a footnote. */
    record Footnote(String id, String number) {}

    /** The footnotes that were referred to, in their order. */
    List<Footnote> footnotes() {
        return footnotes;
    }

    /** Text that looks the same from its begin to its end. */
    private record Piece(String text, String marks, String link, String suggestion) {
        boolean looksLike(Piece other) {
            return marks.equals(other.marks) && link.equals(other.link) && suggestion.equals(other.suggestion);
        }
    }

    /** The elements of a paragraph; a line break inside it is a backslash at the end of a line. */
    String of(JsonArray elements) {
        List<Piece> pieces = new ArrayList<>();
        for (Object entry : elements) {
            Piece piece = piece((JsonObject) entry);
            if (!pieces.isEmpty() && pieces.getLast().looksLike(piece)) {
                Piece before = pieces.removeLast();
                piece = new Piece(before.text() + piece.text(), before.marks(), before.link(), before.suggestion());
            }
            pieces.add(piece);
        }
        StringBuilder line = new StringBuilder();
        pieces.forEach(piece -> write(piece, line));
        return line.toString();
    }

    private Piece piece(JsonObject element) {
        for (String name : element.fieldNames()) {
            if (!(element.getValue(name) instanceof JsonObject one)) {
                continue;
            }
            JsonObject style = one.getJsonObject("textStyle", new JsonObject());
            String link = link(style);
            return switch (name) {
                case "textRun" -> {
                    String text = one.getString("content", "").replace("\n", "").replace(String.valueOf(PRIVATE), "");
                    yield new Piece(Escapes.inline(text), marks(style), link, suggestion(one));
                }
                case "footnoteReference" -> {
                    Footnote footnote =
                            new Footnote(one.getString("footnoteId", ""), one.getString("footnoteNumber", ""));
                    footnotes.add(footnote);
                    yield plain("[^" + footnote.number() + "]", one);
                }
                case "inlineObjectElement" -> plain(picture(one.getString("inlineObjectId", "")), one);
                case "person" -> person(one);
                case "richLink" -> {
                    JsonObject properties = one.getJsonObject("richLinkProperties", new JsonObject());
                    String uri = properties.getString("uri", "");
                    yield new Piece(Escapes.inline(properties.getString("title", uri)), "", uri, suggestion(one));
                }
                case "dateElement" ->
                    plain(
                            Escapes.inline(one.getJsonObject("dateElementProperties", new JsonObject())
                                    .getString("displayText", "")),
                            one);
                case "equation" -> plain("[equation]", one);
                case "horizontalRule" -> plain("\n***\n", one);
                default -> plain("", one);
            };
        }
        return new Piece("", "", "", "");
    }

    private static Piece plain(String text, JsonObject element) {
        return new Piece(text, "", "", suggestion(element));
    }

    private static Piece person(JsonObject person) {
        JsonObject properties = person.getJsonObject("personProperties", new JsonObject());
        String email = properties.getString("email", "");
        String name = Objects.requireNonNullElse(properties.getString("name"), email);
        return new Piece(Escapes.inline(name), "", email.isEmpty() ? "" : "mailto:" + email, suggestion(person));
    }

    /** A picture by what it shows; its address would let anybody see it as the person does. */
    String picture(String id) {
        JsonObject found = objects.getJsonObject(id, new JsonObject());
        JsonObject properties = found.getJsonObject(
                "inlineObjectProperties", found.getJsonObject("positionedObjectProperties", new JsonObject()));
        JsonObject embedded = properties.getJsonObject("embeddedObject", new JsonObject());
        String shows = (embedded.getString("title", "") + " " + embedded.getString("description", "")).strip();
        return "![" + Escapes.inline(shows.isEmpty() ? "picture" : shows.replaceAll("\\s+", " ")) + "](" + id + ")";
    }

    private static String marks(JsonObject style) {
        return (style.getBoolean("bold", false) ? "**" : "")
                + (style.getBoolean("italic", false) ? "*" : "")
                + (style.getBoolean("strikethrough", false) ? "~~" : "");
    }

    private static String link(JsonObject style) {
        return style.getJsonObject("link", new JsonObject()).getString("url", "");
    }

    private static String suggestion(JsonObject element) {
        boolean gone =
                !element.getJsonArray("suggestedDeletionIds", new JsonArray()).isEmpty();
        boolean added =
                !element.getJsonArray("suggestedInsertionIds", new JsonArray()).isEmpty();
        return gone ? "--" : added ? "++" : "";
    }

    /** Marks touch the text: with a space between them they would stand for themselves. */
    private static void write(Piece piece, StringBuilder line) {
        String text = piece.text().replace(String.valueOf(LINE_BREAK), "\\\n");
        String core = text.strip();
        if (core.isEmpty()
                || (piece.marks().isEmpty()
                        && piece.link().isEmpty()
                        && piece.suggestion().isEmpty())) {
            line.append(text);
            return;
        }
        int begin = text.indexOf(core);
        String shown = piece.marks() + core + new StringBuilder(piece.marks()).reverse();
        if (!piece.link().isEmpty()) {
            shown = "[" + shown + "](" + Escapes.address(piece.link()) + ")";
        }
        if (!piece.suggestion().isEmpty()) {
            // CriticMarkup.
            shown = "{" + piece.suggestion() + shown + piece.suggestion() + "}";
        }
        line.append(text, 0, begin).append(shown).append(text, begin + core.length(), text.length());
    }
}
