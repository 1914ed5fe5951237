package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.InvalidParamHeaders;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.McpParamHeaders;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.Client;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server of 2026-07-28 says, in the forms of 2025-11-25 and before. */
final class LegacyForms {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyForms.class);
    private static final List<String> RESULT_MEMBERS = List.of("resultType", "ttlMs", "cacheScope");

    private LegacyForms() {}

    /** A {@code server/discover} result as that of {@code initialize}. */
    static JsonSlice initialized(String upstream, Client client, JsonSlice discovered) {
        JsonSlice meta = discovered.get("_meta");
        JsonSlice info = meta == null ? null : meta.get(MetaKeys.SERVER_INFO);
        JsonSlice capabilities = discovered.get("capabilities");
        JsonSlice instructions = discovered.get("instructions");
        return parse("{\"protocolVersion\":" + JsonEdit.quote(client.version().toString())
                + ",\"capabilities\":" + (capabilities == null ? "{}" : capabilities)
                + ",\"serverInfo\":"
                + (info == null ? "{\"name\":" + JsonEdit.quote(upstream) + ",\"version\":\"\"}" : info)
                + (instructions == null ? "" : ",\"instructions\":" + instructions)
                + "}");
    }

    /** A result without the members that only 2026-07-28 has. */
    static JsonSlice result(JsonSlice result) {
        if (!result.is(JsonType.OBJECT) || RESULT_MEMBERS.stream().allMatch(member -> result.get(member) == null)) {
            return result;
        }
        JsonEdit edit = JsonEdit.of(result);
        RESULT_MEMBERS.forEach(member -> edit.remove(result, member));
        return parse(edit.apply());
    }

    /** A response to a request of this method. */
    static Buffer response(String method, Message response, JsonSlice originalId) {
        JsonSlice id = response.idSlice();
        JsonSlice result = response.result();
        JsonSlice error = response.error();
        JsonEdit edit = JsonEdit.of(response.root());
        if (id != null) {
            edit.replace(id, originalId.toString());
        }
        if (result != null && result.is(JsonType.OBJECT)) {
            RESULT_MEMBERS.forEach(member -> edit.remove(result, member));
        }
        JsonSlice code = error == null ? null : error.get("code");
        if (error != null && code != null && isUnknownResource(method, error, code)) {
            edit.replace(code, String.valueOf(ErrorCode.RESOURCE_NOT_FOUND));
        }
        return edit.apply();
    }

    private static boolean isUnknownResource(String method, JsonSlice error, JsonSlice code) {
        JsonSlice data = error.get("data");
        return method.equals(McpMethod.RESOURCES_READ)
                && code.toString().equals(String.valueOf(ErrorCode.INVALID_PARAMS))
                && data != null
                && data.get("uri") != null;
    }

    /** A page of tools without those whose definition a client must not use over HTTP (Streamable HTTP, custom headers). */
    static JsonSlice usableTools(JsonSlice result) {
        JsonSlice tools = result.get("tools");
        if (tools == null) {
            return result;
        }
        List<JsonSlice> all = tools.elements();
        List<JsonSlice> usable = all.stream().filter(LegacyForms::isUsable).toList();
        return usable.size() == all.size()
                ? result
                : parse(JsonEdit.of(result)
                        .replace(
                                tools,
                                usable.stream().map(JsonSlice::toString).collect(Collectors.joining(",", "[", "]")))
                        .apply());
    }

    private static boolean isUsable(JsonSlice tool) {
        JsonSlice schema = tool.get("inputSchema");
        try {
            if (schema != null) {
                McpParamHeaders.of(schema);
            }
            return true;
        } catch (InvalidParamHeaders invalid) {
            LOG.warn("tool {} is left out of the list: {}", tool.string("name"), invalid.getMessage());
            return false;
        }
    }

    /** A notification of a subscription without the mark that tells subscriptions apart. */
    static Message notification(Message notification) {
        JsonSlice meta = notification.meta();
        return meta == null || meta.get(MetaKeys.SUBSCRIPTION_ID) == null
                ? notification
                : Message.parse(
                        JsonEdit.of(notification.root())
                                .remove(meta, MetaKeys.SUBSCRIPTION_ID)
                                .apply(),
                        JsonLimits.DEFAULT);
    }

    static JsonSlice parse(String json) {
        return parse(Buffer.buffer(json));
    }

    static JsonSlice parse(Buffer json) {
        return JsonSlice.parse(json, JsonLimits.DEFAULT);
    }

    /** The {@code resultType} of a result; null when it says none, which means that it is complete. */
    static @Nullable String resultType(@Nullable JsonSlice result) {
        return result == null ? null : result.string("resultType");
    }
}
