package dev.mcpgateway.transport.api;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.provider.ListKind;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tools of an MCP list as this API shows them. Schemas keep their bytes. */
final class ToolEntries {
    private static final int VERSION_BYTES = 6;
    private static final String ANY_OBJECT = "{\"type\":\"object\"}";

    private ToolEntries() {}

    /** The result of a list, out of the one of {@code tools/list}. */
    static Buffer of(JsonSlice listed) {
        JsonSlice tools = listed.get(ListKind.TOOLS.member());
        Buffer result = Buffer.buffer(listed.length()).appendString("{\"tools\":[");
        boolean first = true;
        for (JsonSlice tool : tools == null ? List.<JsonSlice>of() : tools.elements()) {
            String name = tool.string("name");
            if (name != null) {
                result.appendString(first ? "" : ",");
                append(result, name, tool);
                first = false;
            }
        }
        result.appendString("]");
        JsonSlice meta = listed.get("_meta");
        if (meta != null) {
            // Who is away, and whose list may be old.
            result.appendString(",\"_meta\":");
            meta.appendTo(result);
        }
        return result.appendString("}");
    }

    private static void append(Buffer result, String name, JsonSlice tool) {
        String description = tool.string("description");
        JsonSlice input = object(tool, "inputSchema");
        JsonSlice output = object(tool, "outputSchema");
        result.appendString("{\"name\":")
                .appendString(JsonEdit.quote(name))
                .appendString(",\"description\":")
                .appendString(JsonEdit.quote(description == null ? "" : description))
                .appendString(",\"version\":\"")
                .appendString(version(tool))
                .appendString("\",\"capabilities\":[")
                .appendString(capabilities(object(tool, "annotations"), output != null))
                .appendString("],\"input_schema\":");
        if (input == null) {
            result.appendString(ANY_OBJECT);
        } else {
            input.appendTo(result);
        }
        if (output != null) {
            result.appendString(",\"output_schema\":");
            output.appendTo(result);
        }
        result.appendString("}");
    }

    /** MCP tools have no version; this one changes whenever what is listed of the tool does. */
    private static String version(JsonSlice tool) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(tool.toByteArray());
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The hints with the defaults of the MCP specification: a tool that says nothing may do anything. */
    private static String capabilities(@Nullable JsonSlice annotations, boolean structured) {
        List<String> capabilities = new ArrayList<>();
        boolean readOnly = hint(annotations, "readOnlyHint", false);
        if (readOnly) {
            capabilities.add("\"read_only\"");
        } else if (hint(annotations, "destructiveHint", true)) {
            capabilities.add("\"destructive\"");
        }
        if (readOnly || hint(annotations, "idempotentHint", false)) {
            capabilities.add("\"idempotent\"");
        }
        if (hint(annotations, "openWorldHint", true)) {
            capabilities.add("\"open_world\"");
        }
        if (structured) {
            capabilities.add("\"structured_output\"");
        }
        return String.join(",", capabilities);
    }

    private static boolean hint(@Nullable JsonSlice annotations, String name, boolean otherwise) {
        JsonSlice hint = annotations == null ? null : annotations.get(name);
        if (hint == null) {
            return otherwise;
        }
        return hint.is(JsonType.TRUE) || (!hint.is(JsonType.FALSE) && otherwise);
    }

    private static @Nullable JsonSlice object(JsonSlice holder, String member) {
        JsonSlice value = holder.get(member);
        return value != null && value.is(JsonType.OBJECT) ? value : null;
    }
}
