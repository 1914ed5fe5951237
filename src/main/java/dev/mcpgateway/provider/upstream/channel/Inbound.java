package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import org.jspecify.annotations.Nullable;

/** Takes what an upstream sends before a response or outside any call, in order, on the context that asked. */
public interface Inbound {

    /** The upstream has begun an event stream for this call (once, before any {@link #event}). */
    default void begin() {}

    /**
     * One event.
     *
     * @param message a notification, a request, or (on a resumed stream only) a response; null in a priming event
     * @param eventId the upstream's own event id
     * @param retryMillis the upstream's {@code retry} field
     */
    void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis);

    /**
     * Whether this call can take a message that names no call, such as a request of the server or a log message; asked by
     * duplex channels only, on any thread.
     */
    default boolean accepts(Message message) {
        return true;
    }

    /** Whether the channel should stop reading until {@link #onDrain}; a duplex channel stops its whole source. */
    default boolean writeQueueFull() {
        return false;
    }

    /** Calls back once when reading may go on. */
    default void onDrain(Runnable handler) {
        handler.run();
    }
}
