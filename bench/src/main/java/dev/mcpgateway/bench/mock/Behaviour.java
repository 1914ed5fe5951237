package dev.mcpgateway.bench.mock;

/** What the mock does with a {@code tools/call}; the handshake and the lists always work. */
public enum Behaviour {
    /** Answers at once. */
    ANSWER,
    /** Takes the call and never answers. */
    HANG,
    /** Sends progress notifications for ever, as fast as they are taken, and never the result. */
    FLOOD
}
