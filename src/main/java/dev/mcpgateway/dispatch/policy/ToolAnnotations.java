package dev.mcpgateway.dispatch.policy;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import org.jspecify.annotations.Nullable;

/**
 * What a listed tool says of itself that decides who may call it, with the specification's defaults for what it leaves out
 * (2025-11-25, schema, {@code ToolAnnotations}).
 *
 * @param readOnly whether it changes nothing
 * @param destructive whether it may destroy something; never so for one that only reads
 */
public record ToolAnnotations(boolean readOnly, boolean destructive) {
    private static final ToolAnnotations NOTHING_SAID = new ToolAnnotations(false, true);

    /** Reads them from an item of {@code tools/list}. */
    public static ToolAnnotations of(JsonSlice tool) {
        JsonSlice annotations = tool.get("annotations");
        if (annotations == null) {
            return NOTHING_SAID;
        }
        JsonSlice readOnly = annotations.get("readOnlyHint");
        JsonSlice destructive = annotations.get("destructiveHint");
        boolean reads = readOnly != null && readOnly.is(JsonType.TRUE);
        return new ToolAnnotations(reads, !reads && !(destructive != null && destructive.is(JsonType.FALSE)));
    }

    /** What is safe to believe of a tool that is listed twice. */
    public ToolAnnotations and(@Nullable ToolAnnotations other) {
        return other == null ? this : new ToolAnnotations(readOnly && other.readOnly, destructive || other.destructive);
    }
}
