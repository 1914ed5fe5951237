package dev.mcpgateway.provider.google.slides;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Google Slides. Slides count from 1, as people and Google's own editor count them. */
public final class SlidesTools {
    /** What stands in schemas. */
    static final String PRESENTATION_ID = "\"presentationId\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";

    static final String SLIDE_INDEX =
            "\"slideIndex\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100000,\"description\":\"from 1\"}";

    private SlidesTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all() {
        return Stream.of(SlidesReading.tools(), SlideImages.tools())
                .flatMap(List::stream)
                .toList();
    }

    /** An input schema, all of which is about one presentation. */
    static String input(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"presentationId\"" + required
                + "],\"properties\":{" + PRESENTATION_ID + properties + "}}";
    }

    static GoogleRequest get(GoogleCall call, String... path) {
        return GoogleRequest.get(
                GoogleService.SLIDES,
                Stream.concat(Stream.of("v1", "presentations", call.call().required("presentationId")), Stream.of(path))
                        .toArray(String[]::new));
    }

    /**
     * A slide of a presentation.
     *
     * @param id by which the service knows it
     * @param index from 1
     * @param count how many slides there are
     */
    record Place(String id, int index, int count) {}

    /** The slide that the argument {@code slideIndex} names. */
    static Future<Place> find(GoogleCall call) {
        int index = call.call().integer("slideIndex");
        return call.json(get(call).with("fields", "slides(objectId)")).map(answer -> {
            JsonArray slides = answer.getJsonArray("slides", new JsonArray());
            requireSlide(index, slides.size());
            return new Place(slides.getJsonObject(index - 1).getString("objectId", ""), index, slides.size());
        });
    }

    static void requireSlide(int index, int count) {
        if (index > count) {
            throw new ToolFailure(
                    ToolFailure.INVALID_ARGUMENT,
                    count == 0
                            ? "The presentation has no slides."
                            : "There is no slide " + index + "; slides are numbered from 1 to " + count + ".",
                    "Correct the arguments, then call again.");
        }
    }

    /** The slides of an answer. */
    static List<JsonObject> slides(JsonObject presentation) {
        return presentation.getJsonArray("slides", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
