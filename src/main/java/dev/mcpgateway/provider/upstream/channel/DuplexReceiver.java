package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;

/** Who takes messages of a duplex channel: a call in flight or the listener. */
interface DuplexReceiver {

    /**
     * Hands a message over, in the order of the calls.
     *
     * @param taken to be called when there is room for more
     */
    void deliver(Message message, Runnable taken);
}
