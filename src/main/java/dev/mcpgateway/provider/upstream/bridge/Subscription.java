package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@code subscriptions/listen} asks for and the upstream has. */
record Subscription(boolean tools, boolean prompts, boolean resources, List<String> uris) {

    Subscription {
        uris = List.copyOf(uris);
    }

    /** The part of a filter that the server of this session can serve. */
    static Subscription offered(LegacySession session, JsonSlice filter) {
        boolean subscribe = isTrue(session.capability("resources", "subscribe"));
        return new Subscription(
                both(filter, "toolsListChanged", session.capability("tools", "listChanged")),
                both(filter, "promptsListChanged", session.capability("prompts", "listChanged")),
                both(filter, "resourcesListChanged", session.capability("resources", "listChanged")),
                subscribe ? strings(filter.get("resourceSubscriptions")) : List.of());
    }

    private static boolean both(JsonSlice filter, String member, @Nullable JsonSlice capability) {
        return isTrue(filter.get(member)) && isTrue(capability);
    }

    private static boolean isTrue(@Nullable JsonSlice value) {
        return value != null && value.is(JsonType.TRUE);
    }

    private static List<String> strings(@Nullable JsonSlice array) {
        List<String> strings = new ArrayList<>();
        for (JsonSlice element : array == null ? List.<JsonSlice>of() : array.elements()) {
            if (element.is(JsonType.STRING) && !strings.contains(element.asString())) {
                strings.add(element.asString());
            }
        }
        return strings;
    }

    Subscription withUris(List<String> others) {
        return new Subscription(tools, prompts, resources, others);
    }

    /** Whether a notification is asked for. An update may be of a part of what was subscribed to. */
    boolean wants(Message notification) {
        return switch (notification.requireMethod()) {
            case McpMethod.NOTIFICATIONS_TOOLS_LIST_CHANGED -> tools;
            case McpMethod.NOTIFICATIONS_PROMPTS_LIST_CHANGED -> prompts;
            case McpMethod.NOTIFICATIONS_RESOURCES_LIST_CHANGED -> resources;
            case McpMethod.NOTIFICATIONS_RESOURCES_UPDATED -> {
                String uri = notification.uri();
                yield uri != null && uris.stream().anyMatch(uri::startsWith);
            }
            default -> false;
        };
    }

    /** The filter as it is acknowledged: only what is honoured. */
    JsonSlice toJson() {
        List<String> members = new ArrayList<>();
        if (tools) {
            members.add("\"toolsListChanged\":true");
        }
        if (prompts) {
            members.add("\"promptsListChanged\":true");
        }
        if (resources) {
            members.add("\"resourcesListChanged\":true");
        }
        if (!uris.isEmpty()) {
            members.add("\"resourceSubscriptions\":"
                    + uris.stream().map(JsonEdit::quote).collect(Collectors.joining(",", "[", "]")));
        }
        return LegacyForms.parse("{" + String.join(",", members) + "}");
    }
}
