package dev.mcpgateway.provider.tool;

import io.vertx.core.json.JsonObject;

/**
 * What a tool does to the world (server/tools, "ToolAnnotations"). All four are always said, since what is left out counts as the
 * worst.
 *
 * @param readOnly changes nothing
 * @param destructive may delete or overwrite
 * @param idempotent doing it again with the same arguments changes nothing more
 * @param openWorld reaches what others can change as well
 */
public record ToolHints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** Reads what others can change. */
    public static final ToolHints READS = new ToolHints(true, false, true, true);

    /** Adds something new with each call. */
    public static final ToolHints ADDS = new ToolHints(false, false, false, true);

    /** Changes in a way that can be changed back; once more is the same. */
    public static final ToolHints SETS = new ToolHints(false, false, true, true);

    /** Deletes or overwrites; once more is the same. */
    public static final ToolHints DESTROYS = new ToolHints(false, true, true, true);

    /** Whether a call may be sent again when nobody knows whether it ran. */
    public boolean repeatable() {
        return readOnly || idempotent;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld);
    }
}
