package dev.mcpgateway.protocol;

/** A server-sent event, or one line of it, is larger than the limit; the stream cannot be read on. */
public final class SseEventTooLarge extends RuntimeException {

    private final int limit;

    SseEventTooLarge(int limit) {
        super("a server-sent event is larger than the limit of " + limit + " bytes", null, false, false);
        this.limit = limit;
    }

    /** The limit in bytes. */
    public int limit() {
        return limit;
    }
}
