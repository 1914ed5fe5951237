package dev.mcpgateway.provider.google.slides;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** How slides look, and the images on them. */
final class SlideImages {
    private static final String PNG = "image/png";
    private static final byte[] PNG_BEGIN = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** What is asked for; what is in groups comes whole. */
    private static final String FIELDS =
            "slides(pageElements(objectId,title,description,image(contentUrl,sourceUrl),elementGroup))";

    private static final int MOST_ALT = 500;

    private SlideImages() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "slides_get_thumbnail",
                        "Show a slide",
                        "Gets an image of a slide, 200, 800 or 1600 pixels wide.",
                        SlidesTools.input(",\"slideIndex\"", "," + SlidesTools.SLIDE_INDEX + """
                                ,"size":{"enum":["SMALL","MEDIUM","LARGE"],"default":"MEDIUM"}"""),
                        """
                        {"type":"object","required":["slideIndex","slideId","mimeType","size"],"properties":{
                        "slideIndex":{"type":"integer"},"slideId":{"type":"string"},"width":{"type":"integer"},
                        "height":{"type":"integer"},"mimeType":{"type":"string"},"size":{"type":"integer"}}}""",
                        ToolHints.READS,
                        GoogleScope.SLIDES_READ,
                        SlideImages::thumbnail),
                GoogleTool.of(
                        "slides_list_images",
                        "List images",
                        "Lists the images on slides. contentUrl is open to whoever has it, for about 30 minutes.",
                        SlidesTools.input("", """
                                ,"maxResults":{"type":"integer","minimum":1,"maximum":100,"default":25},
                                "offset":{"type":"integer","minimum":0,"maximum":1000000,"default":0,"description":"nextOffset"}"""),
                        """
                        {"type":"object","required":["images","imageCount"],"properties":{
                        "imageCount":{"type":"integer"},"nextOffset":{"type":"integer"},
                        "images":{"type":"array","items":{"type":"object","required":["slideIndex","imageId"],
                        "properties":{"slideIndex":{"type":"integer"},"imageId":{"type":"string"},
                        "alt":{"type":"string"},"sourceUrl":{"type":"string"},"contentUrl":{"type":"string"}}}}}}""",
                        ToolHints.READS,
                        GoogleScope.SLIDES_READ,
                        SlideImages::list));
    }

    private static Future<ToolResult> thumbnail(GoogleCall call) {
        return SlidesTools.find(call)
                .compose(place -> call.json(SlidesTools.get(call, "pages", place.id(), "thumbnail")
                                .with("thumbnailProperties.mimeType", "PNG")
                                .with(
                                        "thumbnailProperties.thumbnailSize",
                                        call.call().required("size")))
                        .compose(made -> call.linked(GoogleService.SLIDES, made.getString("contentUrl", ""))
                                .map(bytes -> {
                                    JsonObject said = new JsonObject()
                                            .put("slideIndex", place.index())
                                            .put("slideId", place.id())
                                            .put("width", made.getInteger("width", 0))
                                            .put("height", made.getInteger("height", 0))
                                            .put("mimeType", PNG)
                                            .put("size", bytes.length());
                                    return ToolResult.of(said).withImage(PNG, png(call, bytes));
                                })));
    }

    private static Buffer png(GoogleCall call, Buffer bytes) {
        long most = call.limits().fileSize();
        if (bytes.length() > most) {
            throw failure("The image has " + bytes.length() + " bytes; more than " + most + " are not passed on.");
        }
        if (bytes.length() < PNG_BEGIN.length || !Arrays.equals(bytes.getBytes(0, PNG_BEGIN.length), PNG_BEGIN)) {
            throw failure("What Google Slides linked to is no PNG image.");
        }
        return bytes;
    }

    private static ToolFailure failure(String what) {
        return new ToolFailure("slides_api_error", what, "Try another size.");
    }

    private static Future<ToolResult> list(GoogleCall call) {
        int offset = call.call().integer("offset");
        int most = call.call().integer("maxResults");
        return call.json(SlidesTools.get(call).with("fields", FIELDS)).map(presentation -> {
            Images images = new Images(offset, most);
            List<JsonObject> pages = SlidesTools.slides(presentation);
            for (int i = 0; i < pages.size(); i++) {
                images.addAll(pages.get(i).getJsonArray("pageElements", new JsonArray()), i + 1);
            }
            return images.result();
        });
    }

    /** Those images that one result has, and how many there are. */
    private static final class Images {
        private final int offset;
        private final int most;
        private final JsonArray shown = new JsonArray();
        private int count;

        Images(int offset, int most) {
            this.offset = offset;
            this.most = most;
        }

        void addAll(JsonArray elements, int slide) {
            for (Object entry : elements) {
                JsonObject element = (JsonObject) entry;
                if (element.getJsonObject("elementGroup") != null) {
                    addAll(element.getJsonObject("elementGroup").getJsonArray("children", new JsonArray()), slide);
                } else if (element.getJsonObject("image") != null) {
                    if (count >= offset && shown.size() < most) {
                        shown.add(image(element, slide));
                    }
                    count++;
                }
            }
        }

        private static JsonObject image(JsonObject element, int slide) {
            JsonObject image = element.getJsonObject("image");
            JsonObject json =
                    new JsonObject().put("slideIndex", slide).put("imageId", element.getString("objectId", ""));
            String alt = SlideText.alt(element);
            put(json, "alt", alt.length() <= MOST_ALT ? alt : alt.substring(0, MOST_ALT) + "…");
            put(json, "sourceUrl", image.getString("sourceUrl", ""));
            put(json, "contentUrl", image.getString("contentUrl", ""));
            return json;
        }

        ToolResult result() {
            JsonObject result = new JsonObject().put("imageCount", count).put("images", shown);
            int next = offset + shown.size();
            return ToolResult.of(next < count ? result.put("nextOffset", next) : result);
        }

        private static void put(JsonObject json, String name, String value) {
            if (!value.isEmpty()) {
                json.put(name, value);
            }
        }
    }
}
