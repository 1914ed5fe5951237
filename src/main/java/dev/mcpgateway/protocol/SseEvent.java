package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event as it was received: a block of fields that has data, an id or a retry time. A block without a data
 * line, which a browser would not dispatch, is reported too, because its id and retry time count when a stream is resumed;
 * its data is empty.
 */
public final class SseEvent {

    private final @Nullable String id;
    private final @Nullable String event;
    private final @Nullable Long retry;
    private final byte[] bytes;
    private final int start;
    private final int end;
    /** The chunk that the data is a range of at the same offsets, when there is one. */
    private final @Nullable Buffer chunk;

    SseEvent(
            @Nullable String id,
            @Nullable String event,
            @Nullable Long retry,
            byte[] bytes,
            int start,
            int end,
            @Nullable Buffer chunk) {
        this.id = id;
        this.event = event;
        this.retry = retry;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.chunk = chunk;
    }

    /** The id field of this event, which may be empty; null when it has none. */
    public @Nullable String id() {
        return id;
    }

    /** The event field; null when there is none, which means {@code message}. */
    public @Nullable String event() {
        return event;
    }

    /** How long to wait before connecting again, in milliseconds; null when this event does not say. */
    public @Nullable Long retry() {
        return retry;
    }

    /** Whether the event has no data, as the one that primes a client to poll (2025-11-25, Streamable HTTP). */
    public boolean isEmpty() {
        return start == end;
    }

    /** The data, its lines joined by newlines. It may share its bytes with the chunk it came in. */
    public Buffer data() {
        return chunk == null
                ? Buffer.buffer(end - start).appendBytes(bytes, start, end - start)
                : chunk.slice(start, end);
    }

    /**
     * The data as a JSON-RPC message, parsed where it is.
     *
     * @throws InvalidMessage when it is none
     */
    public Message message(JsonLimits limits) {
        return new MessageParser(bytes, start, end, chunk == null ? null : data(), limits).parse();
    }

    /** The fields without the data, which may be secret. */
    @Override
    public String toString() {
        return "SseEvent[id=" + id + ", event=" + event + ", retry=" + retry + ", " + (end - start) + " bytes]";
    }
}
