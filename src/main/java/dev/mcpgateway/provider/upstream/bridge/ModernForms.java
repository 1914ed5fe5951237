package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server of 2025-11-25 or before says, in the forms of 2026-07-28. */
final class ModernForms {
    private static final String COMPLETE = "\"complete\"";
    private static final String PRIVATE = "\"private\"";
    private static final String VERSIONS = ProtocolVersion.SUPPORTED.stream()
            .map(version -> JsonEdit.quote(version.toString()))
            .collect(Collectors.joining(",", "[", "]"));

    private final String ttlMillis;

    /**
     * @param ttl how long clients may keep lists and descriptions; the server's era does not say
     */
    ModernForms(Duration ttl) {
        this.ttlMillis = String.valueOf(ttl.toMillis());
    }

    /** What a server said in its handshake, as a {@code server/discover} result. */
    JsonSlice discovered(JsonSlice initialized) {
        JsonSlice capabilities = initialized.get("capabilities");
        JsonSlice instructions = initialized.get("instructions");
        JsonSlice info = initialized.get("serverInfo");
        return LegacyForms.parse("{\"resultType\":" + COMPLETE + ",\"supportedVersions\":" + VERSIONS
                + ",\"capabilities\":" + (capabilities == null ? "{}" : withoutTasks(capabilities))
                + (instructions == null ? "" : ",\"instructions\":" + instructions)
                + ",\"ttlMs\":" + ttlMillis + ",\"cacheScope\":" + PRIVATE
                + (info == null ? "" : ",\"_meta\":{\"" + MetaKeys.SERVER_INFO + "\":" + info + "}")
                + "}");
    }

    /** The tasks of 2025-11-25 and the extension of 2026-07-28 have the name in common and little else. */
    private static String withoutTasks(JsonSlice capabilities) {
        return JsonEdit.of(capabilities).remove(capabilities, "tasks").apply().toString();
    }

    /** A page of a list. */
    JsonSlice page(JsonSlice result, @Nullable JsonSlice initialized) {
        return LegacyForms.parse(
                add(JsonEdit.of(result), result, true, initialized).apply());
    }

    private JsonEdit add(JsonEdit edit, JsonSlice result, boolean cacheable, @Nullable JsonSlice initialized) {
        if (result.get("resultType") == null) {
            edit.insert(result, "resultType", COMPLETE);
        }
        if (cacheable && result.get("ttlMs") == null) {
            edit.insert(result, "ttlMs", ttlMillis);
        }
        if (cacheable && result.get("cacheScope") == null) {
            edit.insert(result, "cacheScope", PRIVATE);
        }
        JsonSlice info = initialized == null ? null : initialized.get("serverInfo");
        if (info == null) {
            return edit;
        }
        JsonSlice meta = result.get("_meta");
        if (meta == null) {
            edit.insert(result, "_meta", "{\"" + MetaKeys.SERVER_INFO + "\":" + info + "}");
        } else if (meta.is(JsonType.OBJECT)) {
            edit.put(meta, MetaKeys.SERVER_INFO, info.toString());
        }
        return edit;
    }

    /**
     * A response under the client's own id.
     *
     * @param initialized what is known of the server; null when nothing is
     */
    Buffer response(Message request, Message response, @Nullable JsonSlice initialized) {
        JsonEdit edit = JsonEdit.of(response.root());
        JsonSlice id = response.idSlice();
        JsonSlice result = response.result();
        JsonSlice error = response.error();
        if (id != null) {
            edit.replace(id, request.requireId().raw());
        }
        if (result != null && result.is(JsonType.OBJECT)) {
            add(edit, result, request.is(McpMethod.RESOURCES_READ), initialized);
        }
        JsonSlice code = error == null ? null : error.get("code");
        if (error != null && code != null && code.toString().equals(String.valueOf(ErrorCode.RESOURCE_NOT_FOUND))) {
            edit.replace(code, String.valueOf(ErrorCode.INVALID_PARAMS));
            String uri = request.uri();
            if (uri != null && error.get("data") == null) {
                edit.insert(error, "data", "{\"uri\":" + JsonEdit.quote(uri) + "}");
            }
        }
        return edit.apply();
    }

    /** The HTTP status of a response in 2026-07-28. */
    static int status(Message response) {
        JsonSlice error = response.error();
        JsonSlice code = error == null ? null : error.get("code");
        return code != null && code.toString().equals(String.valueOf(ErrorCode.METHOD_NOT_FOUND)) ? 404 : 200;
    }

    /** Removes from a request what only this era has, so that a server of both eras does not take it for one of it. */
    static JsonEdit strip(Message request, JsonEdit edit) {
        JsonSlice params = request.params();
        JsonSlice meta = request.meta();
        if (meta != null) {
            edit.remove(meta, MetaKeys.PROTOCOL_VERSION)
                    .remove(meta, MetaKeys.CLIENT_INFO)
                    .remove(meta, MetaKeys.CLIENT_CAPABILITIES)
                    .remove(meta, MetaKeys.LOG_LEVEL);
        }
        if (params != null) {
            edit.remove(params, "inputResponses").remove(params, "requestState");
        }
        return edit;
    }
}
