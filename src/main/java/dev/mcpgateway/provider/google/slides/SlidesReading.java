package dev.mcpgateway.provider.google.slides;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reading presentations. */
final class SlidesReading {
    private static final String SLIDE = """
            "slideIndex":{"type":"integer"},"slideId":{"type":"string"},"title":{"type":"string"},
            "text":{"type":"string"},"skipped":{"type":"boolean"},"nextOffset":{"type":"integer"}""";

    /** About what a slide takes in a result besides its text. */
    private static final int FRAME = 80;

    private SlidesReading() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "slides_get_presentation",
                        "Read a presentation",
                        "Reads slides as text with speaker notes, as many as fit; go on at nextSlide.",
                        SlidesTools.input(
                                "",
                                ",\"fromSlide\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100000,\"default\":1}"),
                        """
                        {"type":"object","required":["presentationId","title","slideCount","slides"],"properties":{
                        "presentationId":{"type":"string"},"title":{"type":"string"},
                        "slideCount":{"type":"integer"},"nextSlide":{"type":"integer"},
                        "slides":{"type":"array","items":{"type":"object","required":["slideIndex","slideId","text"],
                        "properties":{""" + SLIDE + "}}}}}",
                        ToolHints.READS,
                        GoogleScope.SLIDES_READ,
                        SlidesReading::presentation),
                GoogleTool.of(
                        "slides_get_slide",
                        "Read a slide",
                        "Reads one slide as text. A long text is cut; go on at nextOffset.",
                        SlidesTools.input(",\"slideIndex\"", "," + SlidesTools.SLIDE_INDEX + """
                                ,"offset":{"type":"integer","minimum":0,"maximum":100000000,"default":0}"""),
                        """
                        {"type":"object","required":["slideIndex","slideId","text","slideCount"],"properties":{
                        "slideCount":{"type":"integer"},""" + SLIDE + "}}",
                        ToolHints.READS,
                        GoogleScope.SLIDES_READ,
                        SlidesReading::slide));
    }

    private static Future<ToolResult> presentation(GoogleCall call) {
        int from = call.call().integer("fromSlide");
        int most = call.limits().textLength();
        return call.json(SlidesTools.get(call).with("fields", "presentationId,title,slides(" + SlideText.FIELDS + ")"))
                .compose(presentation ->
                        call.vertx().executeBlocking(() -> presentation(presentation, from, most), false));
    }

    /** Whole slides while they fit; only one that is too long by itself is cut. */
    private static ToolResult presentation(JsonObject presentation, int from, int most) {
        List<JsonObject> pages = SlidesTools.slides(presentation);
        String title = presentation.getString("title", "");
        JsonObject result = new JsonObject()
                .put("presentationId", presentation.getString("presentationId", ""))
                .put("title", title)
                .put("slideCount", pages.size());
        StringBuilder text = new StringBuilder("# ")
                .append(title)
                .append(" (")
                .append(pages.size())
                .append(" slides)\n");
        if (from > 1) {
            SlidesTools.requireSlide(from, pages.size());
        }
        JsonArray slides = new JsonArray();
        int left = most;
        int index = from;
        for (; index <= pages.size(); index++) {
            SlideText slide = SlideText.of(pages.get(index - 1));
            int length = FRAME + slide.title().length() + slide.text().length();
            if (length > left && !slides.isEmpty()) {
                break;
            }
            JsonObject shown = json(slide, index, 0, most);
            slides.add(shown);
            left -= length;
            text.append('\n')
                    .append(heading(shown))
                    .append(shown.getString("text"))
                    .append('\n');
        }
        result.put("slides", slides);
        if (index <= pages.size()) {
            result.put("nextSlide", index);
            text.append("\n(more from slide ").append(index).append(")\n");
        }
        return ToolResult.of(result, text.toString());
    }

    private static Future<ToolResult> slide(GoogleCall call) {
        int offset = call.call().integer("offset");
        int most = call.limits().textLength();
        return SlidesTools.find(call)
                .compose(place -> call.json(
                                SlidesTools.get(call, "pages", place.id()).with("fields", SlideText.FIELDS))
                        .compose(page -> call.vertx()
                                .executeBlocking(
                                        () -> {
                                            JsonObject shown = json(SlideText.of(page), place.index(), offset, most);
                                            return ToolResult.of(
                                                    shown.put("slideCount", place.count()),
                                                    heading(shown) + shown.getString("text"));
                                        },
                                        false)));
    }

    private static String heading(JsonObject slide) {
        String skipped = slide.containsKey("skipped") ? " (skipped when shown)" : "";
        String title = slide.getString("title", "");
        Integer next = slide.getInteger("nextOffset");
        return "## Slide " + slide.getInteger("slideIndex") + (title.isEmpty() ? "" : ": " + title) + skipped
                + (next == null ? "" : " (cut; slides_get_slide goes on at offset " + next + ")") + "\n";
    }

    private static JsonObject json(SlideText slide, int index, int offset, int most) {
        String text = slide.text();
        int begin = border(text, Math.min(offset, text.length()));
        int end = border(text, Math.min(text.length(), begin + most));
        JsonObject json = new JsonObject().put("slideIndex", index).put("slideId", slide.id());
        if (!slide.title().isEmpty()) {
            json.put("title", slide.title());
        }
        json.put("text", text.substring(begin, end));
        if (end < text.length()) {
            json.put("nextOffset", end);
        }
        return slide.skipped() ? json.put("skipped", true) : json;
    }

    /** No character is taken apart. */
    private static int border(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
