package dev.mcpgateway.transport;

import dev.mcpgateway.protocol.Era;
import org.jspecify.annotations.Nullable;

/** Learns how requests ended, for metrics and logs. Called on event loops; must not block. */
public interface RequestObserver {

    /** Learns nothing. */
    RequestObserver NONE = (method, transport, era, provider, outcome, nanos) -> {};

    /**
     * One JSON-RPC request was answered, or given up.
     *
     * @param transport {@code streamable-http}, {@code http+sse}, {@code http-api} or {@code websocket}
     * @param provider who answered; null when the gateway did
     * @param outcome {@code result}, {@code error} (the server's), {@code gateway_error} (ours), {@code resumable} (the
     *     stream ended and the client comes back for the answer), {@code forwarded} (another task answers) or
     *     {@code abandoned}
     * @param nanos from the first byte of the request to the last of the answer
     */
    void answered(String method, String transport, Era era, @Nullable String provider, String outcome, long nanos);
}
