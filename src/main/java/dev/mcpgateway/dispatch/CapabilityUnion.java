package dev.mcpgateway.dispatch;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The union of server capabilities: objects are merged member by member, {@code true} wins over {@code false}, of anything else
 * the first stays.
 */
final class CapabilityUnion {
    /** Task ids name no upstream, so with several nobody could tell whose task is asked for. */
    private static final Set<String> NOT_MERGED = Set.of("tasks");

    private static final String TASKS_EXTENSION = "io.modelcontextprotocol/tasks";

    private CapabilityUnion() {}

    static String of(List<JsonSlice> capabilities) {
        Map<String, Object> union = new LinkedHashMap<>();
        capabilities.forEach(one -> merge(union, one));
        NOT_MERGED.forEach(union::remove);
        if (union.get("extensions") instanceof Map<?, ?> extensions) {
            extensions.remove(TASKS_EXTENSION);
        }
        StringBuilder json = new StringBuilder();
        write(union, json);
        return json.toString();
    }

    private static void merge(Map<String, Object> union, JsonSlice object) {
        if (object.type() != JsonType.OBJECT) {
            return;
        }
        for (JsonSlice.Member member : object.members()) {
            JsonSlice value = member.value();
            Object known = union.get(member.name());
            if (value.type() == JsonType.OBJECT && (known == null || known instanceof Map<?, ?>)) {
                @SuppressWarnings("unchecked")
                Map<String, Object> inner = known == null ? new LinkedHashMap<>() : (Map<String, Object>) known;
                merge(inner, value);
                union.put(member.name(), inner);
            } else if (known == null || "false".equals(known.toString())) {
                union.put(member.name(), value);
            }
        }
    }

    private static void write(Map<?, ?> object, StringBuilder json) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> member : object.entrySet()) {
            json.append(separator)
                    .append(JsonEdit.quote(String.valueOf(member.getKey())))
                    .append(':');
            if (member.getValue() instanceof Map<?, ?> inner) {
                write(inner, json);
            } else {
                json.append(member.getValue());
            }
            separator = ",";
        }
        json.append('}');
    }
}
