package dev.mcpgateway.provider.google.slides;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A slide as text.
 *
 * @param id by which the service knows it
 * @param title what stands in its place for a title; empty without one
 * @param text all else that it says, in the order in which it was put there, and what the speaker wants to say
 * @param skipped whether it is left out when the presentation is shown
 */
record SlideText(String id, String title, String text, boolean skipped) {
    private static final String SHAPE = "shape(placeholder(type)," + TextRuns.FIELDS + ")";

    /** What is asked for of a slide, since how it looks is a hundred times as much. What is in groups comes whole. */
    static final String FIELDS =
            "objectId,slideProperties(isSkipped,notesPage(notesProperties,pageElements(objectId,shape("
                    + TextRuns.FIELDS + ")))),pageElements(objectId,title,description," + SHAPE + "," + TableText.FIELDS
                    + ",elementGroup,image(contentUrl),video(url),wordArt(renderedText),sheetsChart(chartId))";

    /** What is longer is no title, wherever it stands. */
    private static final int MOST_TITLE = 300;

    private static final Set<String> TITLES = Set.of("TITLE", "CENTERED_TITLE");

    /** A {@code Page} of the service. */
    static SlideText of(JsonObject page) {
        Collected all = new Collected();
        all.addAll(page.getJsonArray("pageElements", new JsonArray()));
        JsonObject properties = page.getJsonObject("slideProperties", new JsonObject());
        String notes = notes(properties.getJsonObject("notesPage", new JsonObject()));
        if (!notes.isEmpty()) {
            all.parts.add("Speaker notes:\n" + notes);
        }
        return new SlideText(
                page.getString("objectId", ""),
                String.join(" ", all.titles),
                String.join("\n\n", all.parts),
                properties.getBoolean("isSkipped", false));
    }

    private static String notes(JsonObject page) {
        String id = page.getJsonObject("notesProperties", new JsonObject()).getString("speakerNotesObjectId", "");
        for (Object entry : page.getJsonArray("pageElements", new JsonArray())) {
            JsonObject element = (JsonObject) entry;
            if (id.equals(element.getString("objectId"))) {
                return TextRuns.of(
                        element.getJsonObject("shape", new JsonObject()).getJsonObject("text"));
            }
        }
        return "";
    }

    /** What the elements of a page say. */
    private static final class Collected {
        final List<String> titles = new ArrayList<>();
        final List<String> parts = new ArrayList<>();

        void addAll(JsonArray elements) {
            elements.forEach(element -> add((JsonObject) element));
        }

        private void add(JsonObject element) {
            if (element.getJsonObject("elementGroup") != null) {
                addAll(element.getJsonObject("elementGroup").getJsonArray("children", new JsonArray()));
            } else if (element.getJsonObject("shape") != null) {
                shape(element.getJsonObject("shape"));
            } else if (element.getJsonObject("table") != null) {
                part(TableText.of(element.getJsonObject("table")));
            } else if (element.getJsonObject("wordArt") != null) {
                part(element.getJsonObject("wordArt")
                        .getString("renderedText", "")
                        .strip());
            } else if (element.getJsonObject("image") != null) {
                part(described("Image", alt(element)));
            } else if (element.getJsonObject("sheetsChart") != null) {
                part(described("Chart", alt(element)));
            } else if (element.getJsonObject("video") != null) {
                part(described("Video", element.getJsonObject("video").getString("url", "")));
            }
        }

        private void shape(JsonObject shape) {
            String kind = shape.getJsonObject("placeholder", new JsonObject()).getString("type", "");
            String text = TextRuns.of(shape.getJsonObject("text"));
            if (TITLES.contains(kind) && !text.isEmpty() && text.length() <= MOST_TITLE) {
                titles.add(text.replaceAll("\\s*\\R\\s*", " "));
            } else if (!kind.equals("SLIDE_NUMBER")) {
                part(text);
            }
        }

        private void part(String text) {
            if (!text.isEmpty()) {
                parts.add(text);
            }
        }

        private static String described(String kind, String what) {
            return what.isEmpty() ? "[" + kind + "]" : "[" + kind + ": " + what + "]";
        }
    }

    /** What people are told of an element that they cannot see. */
    static String alt(JsonObject element) {
        String description = element.getString("description", "").strip();
        return description.isEmpty() ? element.getString("title", "").strip() : description;
    }
}
