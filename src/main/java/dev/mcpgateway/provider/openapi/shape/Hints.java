package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.openapi.document.PathOperation;
import dev.mcpgateway.provider.tool.ToolHints;
import java.util.Set;

/** What an operation does to the world, by its method (RFC 9110, section 9.2). */
final class Hints {
    /** An overwriting that is not known to be safe to repeat. */
    private static final ToolHints CHANGES = new ToolHints(false, true, false, true);

    private static final Set<String> DESTRUCTIVE =
            Set.of("delete", "remove", "destroy", "purge", "clear", "cancel", "revoke", "reset", "terminate", "drop");

    private Hints() {}

    static ToolHints of(PathOperation operation) {
        return switch (operation.method()) {
            case "GET", "HEAD", "OPTIONS" -> ToolHints.READS;
            case "PUT", "DELETE" -> ToolHints.DESTROYS;
            case "POST" -> names(operation) ? CHANGES : ToolHints.ADDS;
            default -> CHANGES;
        };
    }

    /** POST stands for anything; what it is called says whether it only adds. */
    private static boolean names(PathOperation operation) {
        String id = operation.id() == null ? "" : operation.id();
        for (String word : ToolNames.snake(id + ' ' + operation.path()).split("_", -1)) {
            if (DESTRUCTIVE.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
