package dev.mcpgateway.transport;

import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Client;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of sessions that this task answers now, on all event loops. A cancellation that names none of them may mean one at
 * another task, where the request went that it cancels.
 */
final class CallsHere {
    private final Set<Key> calls = ConcurrentHashMap.newKeySet();

    private record Key(String client, JsonRpcId id) {}

    void began(Client client, Message request) {
        calls.add(new Key(client.key(), request.requireId()));
    }

    void ended(Client client, Message request) {
        calls.remove(new Key(client.key(), request.requireId()));
    }

    /** Whether the call is here that a {@code notifications/cancelled} names. */
    boolean isCancelled(Client client, Message notification) {
        JsonSlice params = notification.params();
        JsonSlice id = params == null ? null : params.get("requestId");
        return id != null
                && (id.is(JsonType.STRING) || id.is(JsonType.NUMBER))
                && calls.contains(new Key(client.key(), JsonRpcId.of(id)));
    }
}
