package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import org.jspecify.annotations.Nullable;

/** What a request of the stateless era says of its client in {@code _meta}. */
public final class RequestMeta {

    private RequestMeta() {}

    /** The {@code _meta} object of a request that the gateway makes on behalf of a client. */
    public static String of(Client client) {
        return "{" + members(client, null) + "}";
    }

    /**
     * The members that stand in {@code _meta}, without braces.
     *
     * @param logLevel from which level on log messages are wanted; null for none
     */
    static String members(Client client, @Nullable String logLevel) {
        StringBuilder members = new StringBuilder(256);
        member(members, MetaKeys.PROTOCOL_VERSION, JsonEdit.quote(ProtocolVersion.V2026_07_28.toString()));
        member(members, MetaKeys.CLIENT_CAPABILITIES, client.capabilities().toString());
        if (client.info().get("name") != null) {
            member(members, MetaKeys.CLIENT_INFO, client.info().toString());
        }
        if (logLevel != null) {
            member(members, MetaKeys.LOG_LEVEL, JsonEdit.quote(logLevel));
        }
        return members.toString();
    }

    private static void member(StringBuilder members, String name, String rawValue) {
        if (!members.isEmpty()) {
            members.append(',');
        }
        members.append('"').append(name).append("\":").append(rawValue);
    }

    /** Adds to an edit of a legacy client's request what this era wants to stand in its {@code _meta}. */
    public static JsonEdit add(
            JsonEdit edit,
            JsonSlice root,
            @Nullable JsonSlice params,
            @Nullable JsonSlice meta,
            Client client,
            @Nullable String logLevel) {
        if (meta != null) {
            edit.put(meta, MetaKeys.PROTOCOL_VERSION, JsonEdit.quote(ProtocolVersion.V2026_07_28.toString()));
            edit.put(meta, MetaKeys.CLIENT_CAPABILITIES, client.capabilities().toString());
            if (client.info().get("name") != null) {
                edit.put(meta, MetaKeys.CLIENT_INFO, client.info().toString());
            }
            if (logLevel != null) {
                edit.put(meta, MetaKeys.LOG_LEVEL, JsonEdit.quote(logLevel));
            }
            return edit;
        }
        String made = "{" + members(client, logLevel) + "}";
        return params != null ? edit.put(params, "_meta", made) : edit.put(root, "params", "{\"_meta\":" + made + "}");
    }
}
