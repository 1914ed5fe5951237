package dev.mcpgateway.provider.tool;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The clients that listen for a change of the list, which is all that tools have to say outside calls. */
final class ToolListeners {
    /** In the filter of {@code subscriptions/listen}. */
    private static final String TOOLS_LIST_CHANGED = "toolsListChanged";

    private static final JsonSlice NOTHING = slice("{}");
    private static final JsonSlice LIST_CHANGES = slice("{\"" + TOOLS_LIST_CHANGED + "\":true}");
    private static final Message CHANGED = Message.parse(
            Messages.notificationMessage(McpMethod.NOTIFICATIONS_TOOLS_LIST_CHANGED, null), JsonLimits.DEFAULT);

    private final String provider;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    ToolListeners(String provider) {
        this.provider = provider;
    }

    /** @param filter null for a client that has none and is told everything */
    Listening add(@Nullable JsonSlice filter, Push push) {
        JsonSlice wanted = filter == null ? null : filter.get(TOOLS_LIST_CHANGED);
        boolean wants = filter == null || (wanted != null && wanted.is(JsonType.TRUE));
        Open listening = new Open(wants ? push : null);
        open.add(listening);
        return listening;
    }

    void listChanged() {
        for (Open listening : open) {
            if (listening.push != null) {
                listening.push.send(PushedEvent.of(provider, CHANGED));
            }
        }
    }

    void close() {
        open.forEach(Open::close);
    }

    private static JsonSlice slice(String json) {
        return JsonSlice.parse(Buffer.buffer(json), JsonLimits.DEFAULT);
    }

    private final class Open implements Listening {
        private final Promise<Void> ended = Promise.promise();
        private final @Nullable Push push;

        Open(@Nullable Push push) {
            this.push = push;
        }

        @Override
        public JsonSlice acknowledged() {
            return push == null ? NOTHING : LIST_CHANGES;
        }

        @Override
        public Future<Void> ended() {
            return ended.future();
        }

        @Override
        public void close() {
            if (open.remove(this)) {
                ended.tryComplete();
            }
        }
    }
}
