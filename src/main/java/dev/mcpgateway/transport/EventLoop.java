package dev.mcpgateway.transport;

import io.vertx.core.Context;

/**
 * What belongs to one event loop, that is to one transport verticle.
 *
 * @param context what all event loops share
 * @param vertxContext the verticle's own
 */
record EventLoop(TransportContext context, Context vertxContext, OpenStreams open, Exchanges exchanges, Thread thread) {
    @SuppressWarnings("ReferenceEquality") // threads have no other equality
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs an action here: now when this is the current event loop. */
    void run(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            vertxContext.runOnContext(now -> action.run());
        }
    }
}
