package dev.mcpgateway.dispatch;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The union of acknowledged {@code notifications} filters: {@code true} wins, arrays are joined. */
final class FilterUnion {
    private FilterUnion() {}

    static String of(List<JsonSlice> filters) {
        Map<String, String> flags = new LinkedHashMap<>();
        Map<String, Set<String>> arrays = new LinkedHashMap<>();
        for (JsonSlice filter : filters) {
            for (JsonSlice.Member member : filter.members()) {
                if (member.value().type() == JsonType.ARRAY) {
                    Set<String> all = arrays.computeIfAbsent(member.name(), name -> new LinkedHashSet<>());
                    member.value().elements().forEach(element -> all.add(element.toString()));
                } else {
                    flags.merge(member.name(), member.value().toString(), (a, b) -> a.equals("true") ? a : b);
                }
            }
        }
        StringBuilder json = new StringBuilder("{");
        flags.forEach((name, value) -> member(json, name, value));
        arrays.forEach(
                (name, values) -> member(json, name, values.stream().collect(Collectors.joining(",", "[", "]"))));
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "")
                .append(JsonEdit.quote(name))
                .append(':')
                .append(value);
    }
}
