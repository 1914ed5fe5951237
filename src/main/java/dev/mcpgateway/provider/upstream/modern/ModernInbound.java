package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.exchange.Renumbering;
import dev.mcpgateway.provider.upstream.exchange.ServerMessages;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes the notifications of a call on. This era knows no other messages on its streams, and no event ids. */
public final class ModernInbound implements Inbound {
    private final Upstream upstream;
    private final Push push;
    private final @Nullable Renumbering renumbering;

    /**
     * @param renumbering how the request was renumbered; null when it went as it came
     */
    public ModernInbound(Upstream upstream, Push push, @Nullable Renumbering renumbering) {
        this.upstream = upstream;
        this.push = push;
        this.renumbering = renumbering;
    }

    @Override
    public void begin() {
        push.begin();
    }

    @Override
    public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        if (message == null || message.kind() != Message.Kind.NOTIFICATION) {
            return;
        }
        Set<ListKind> changed = ServerMessages.changedLists(message);
        if (!changed.isEmpty()) {
            upstream.listChanges().changed(changed);
        }
        push.send(PushedEvent.of(upstream.name(), renumbering == null ? message : renumbering.restore(message)));
    }

    @Override
    public boolean writeQueueFull() {
        return push.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        Context context = Vertx.currentContext();
        push.onDrain(context == null ? handler : () -> context.runOnContext(drained -> handler.run()));
    }
}
