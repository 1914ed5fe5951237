package dev.mcpgateway.session;

import dev.mcpgateway.dispatch.policy.Selection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The form of a selection in its record: {@code {"upstreams": […], "tools": {"<upstream>": […]}}}, all of it what is off. */
final class SelectionCodec {
    private SelectionCodec() {}

    static Buffer encode(Selection selection) {
        JsonObject tools = new JsonObject();
        selection.toolsOff().forEach((upstream, names) -> tools.put(upstream, new JsonArray(List.copyOf(names))));
        return new JsonObject()
                .put("upstreams", new JsonArray(List.copyOf(selection.upstreamsOff())))
                .put("tools", tools)
                .toBuffer();
    }

    static Selection decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        JsonObject tools = json.getJsonObject("tools", new JsonObject());
        Map<String, Set<String>> byUpstream = new HashMap<>();
        for (String upstream : tools.fieldNames()) {
            byUpstream.put(upstream, strings(tools.getJsonArray(upstream)));
        }
        return new Selection(strings(json.getJsonArray("upstreams", new JsonArray())), byUpstream);
    }

    private static Set<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }
}
