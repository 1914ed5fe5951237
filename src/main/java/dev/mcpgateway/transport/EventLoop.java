package dev.mcpgateway.transport;

/**
 * What belongs to one event loop, that is to one transport verticle.
 *
 * @param context what all event loops share
 */
record EventLoop(TransportContext context, OpenStreams open, Exchanges exchanges, Thread thread) {
    @SuppressWarnings("ReferenceEquality") // threads have no other equality
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }
}
