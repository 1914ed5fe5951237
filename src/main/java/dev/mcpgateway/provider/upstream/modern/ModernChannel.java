package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.provider.upstream.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel to an upstream of the stateless era, and whether anybody uses it. */
public final class ModernChannel {
    private final Channel channel;
    private final boolean stateless;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();

    /**
     * @param stateless whether it belongs to a client that never says goodbye
     */
    ModernChannel(Channel channel, boolean stateless) {
        this.channel = channel;
        this.stateless = stateless;
    }

    public Channel channel() {
        return channel;
    }

    /** Begins a use: a call or a stream, which keeps the channel from being closed as idle. */
    public void use() {
        uses.incrementAndGet();
    }

    /** Ends a use. */
    public void done() {
        lastUsed = System.nanoTime();
        uses.decrementAndGet();
    }

    boolean isIdleSince(long nanoTime) {
        return stateless && uses.get() == 0 && lastUsed - nanoTime < 0;
    }
}
