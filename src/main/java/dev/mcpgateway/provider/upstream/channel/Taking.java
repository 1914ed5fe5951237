package dev.mcpgateway.provider.upstream.channel;

import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Says when an inbound side has taken what it was given: at once while it has room, else when it has drained. Used on the
 * inbound side's own context.
 */
final class Taking {
    private final Inbound inbound;
    private final ContextInternal context;
    private final List<Runnable> waiting = new ArrayList<>();

    Taking(Inbound inbound, ContextInternal context) {
        this.inbound = inbound;
        this.context = context;
    }

    /** Calls {@code taken} when there is room for more. */
    void await(Runnable taken) {
        if (waiting.isEmpty() && !inbound.writeQueueFull()) {
            taken.run();
            return;
        }
        waiting.add(taken);
        if (waiting.size() == 1) {
            inbound.onDrain(() -> context.runOnContext(_ -> end()));
        }
    }

    /** Waits no longer. */
    void end() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }
}
