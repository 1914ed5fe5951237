package dev.mcpgateway.bench.mock;

/** What the mock does with a {@code tools/call}; the handshake and the lists always work. */
public enum Behaviour {
    /** Answers at once. */
    ANSWER,
    /** Answers at once, and lists as many tools as some servers have. */
    LONG_LIST,
    /** Takes the call and never answers. */
    HANG,
    /** Sends progress notifications for ever, as fast as they are taken, and never the result. */
    FLOOD;

    /** How many tools it lists. */
    public int tools() {
        return this == LONG_LIST ? 300 : 20;
    }
}
