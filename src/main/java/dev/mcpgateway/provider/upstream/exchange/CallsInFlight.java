package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Client;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of legacy clients that have no answer yet, so that {@code notifications/cancelled} finds the one it means. Nobody
 * answers a cancelled request, so waiting for that has to end here.
 */
public final class CallsInFlight {
    private final Map<Key, Runnable> calls = new ConcurrentHashMap<>();

    private record Key(String client, JsonRpcId id) {}

    /** Notes a call and how waiting for it is ended. */
    public void began(Client client, Message request, Runnable abort) {
        calls.put(new Key(client.key(), request.requireId()), abort);
    }

    /** Forgets a call that is answered. */
    public void ended(Client client, Message request, Runnable abort) {
        calls.remove(new Key(client.key(), request.requireId()), abort);
    }

    /** Ends waiting for the call that a cancellation names, if it is under way. */
    public void cancelled(Client client, Message notification) {
        JsonRpcId id = cancelledId(notification);
        Runnable abort = id == null ? null : calls.get(new Key(client.key(), id));
        if (abort != null) {
            abort.run();
        }
    }

    /** The id of the request that a {@code notifications/cancelled} names; null when it names none. */
    public static @Nullable JsonRpcId cancelledId(Message notification) {
        JsonSlice params = notification.params();
        JsonSlice id = params == null ? null : params.get("requestId");
        return id != null && (id.is(JsonType.STRING) || id.is(JsonType.NUMBER)) ? JsonRpcId.of(id) : null;
    }
}
