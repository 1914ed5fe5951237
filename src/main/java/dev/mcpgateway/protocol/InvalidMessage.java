package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Bytes that are no JSON-RPC message: {@code -32700} when they are no JSON, {@code -32600} when they are no message. */
public final class InvalidMessage extends McpError {

    // Not state of the failure but of its answer; a failure is never serialized.
    @SuppressWarnings("serial")
    private final @Nullable JsonRpcId id;

    InvalidMessage(int code, String message, @Nullable JsonRpcId id) {
        super(code, message, 400);
        this.id = id;
    }

    /** The id of the message, when it had a valid one. */
    public @Nullable JsonRpcId id() {
        return id;
    }

    /** The JSON-RPC error response to this message. */
    public Buffer toMessage() {
        return toMessage(id);
    }
}
