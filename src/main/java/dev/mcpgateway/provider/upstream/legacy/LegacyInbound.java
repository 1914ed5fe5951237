package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.exchange.ListChanges;
import dev.mcpgateway.provider.upstream.exchange.ServerMessages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes an upstream's stream on to a client of the same era. */
class LegacyInbound implements Inbound {
    private final Push push;
    private final ServerMessages messages;
    private final ListChanges listChanges;
    private final @Nullable LegacySession session;

    /**
     * @param session whose lists change with the notifications on this stream; null when it is not known yet
     */
    LegacyInbound(Push push, ServerMessages messages, ListChanges listChanges, @Nullable LegacySession session) {
        this.push = push;
        this.messages = messages;
        this.listChanges = listChanges;
        this.session = session;
    }

    Push push() {
        return push;
    }

    @Override
    public void begin() {
        push().begin();
    }

    @Override
    public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        Set<ListKind> changed = ServerMessages.changedLists(message);
        if (!changed.isEmpty()) {
            if (session != null) {
                session.listsChanged();
            }
            listChanges.changed(changed);
        }
        push().send(messages.event(message, eventId, retryMillis));
    }

    @Override
    public boolean writeQueueFull() {
        return push().writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        Context context = Vertx.currentContext();
        push().onDrain(context == null ? handler : () -> context.runOnContext(drained -> handler.run()));
    }
}
