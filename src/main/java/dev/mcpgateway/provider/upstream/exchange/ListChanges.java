package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.provider.ListKind;
import java.util.Set;

/** Learns of every {@code list_changed} notification, on whatever stream it came. */
@FunctionalInterface
public interface ListChanges {

    void changed(Set<ListKind> kinds);

    /** The lists that a notification of this method says have changed; empty for any other notification. */
    static Set<ListKind> of(String method) {
        return switch (method) {
            case McpMethod.NOTIFICATIONS_TOOLS_LIST_CHANGED -> Set.of(ListKind.TOOLS);
            case McpMethod.NOTIFICATIONS_PROMPTS_LIST_CHANGED -> Set.of(ListKind.PROMPTS);
            case McpMethod.NOTIFICATIONS_RESOURCES_LIST_CHANGED ->
                Set.of(ListKind.RESOURCES, ListKind.RESOURCE_TEMPLATES);
            default -> Set.of();
        };
    }
}
