package dev.mcpgateway.provider.upstream.channel;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an upstream on behalf of one client. Methods may be called from any event loop and complete on the
 * caller's context; failures are {@link UpstreamFailure}s.
 */
public interface Channel {

    /**
     * Sends a request and completes with its response. What arrives before the response and belongs to the call goes to
     * {@code inbound}.
     */
    Future<Answer> request(Outbound request, Inbound inbound);

    /** Sends a notification or a response; completes when the upstream accepted it (HTTP 2xx, or written to its stdin). */
    Future<Void> send(Outbound message);

    /**
     * Opens the stream of what belongs to no call, or resumes a stream: GET in Streamable HTTP; on a duplex channel
     * the messages that belong to no call in flight are handed to {@code inbound} from now on.
     *
     * @return completes when the stream is open; closing the {@link Stream} stops it
     */
    Future<Stream> listen(Outbound headers, @Nullable String lastEventId, Inbound inbound);

    /**
     * The same upstream with the session that an initialize response has given.
     *
     * @param sessionId the {@code Mcp-Session-Id}; null when the upstream gave none
     */
    void session(@Nullable String sessionId, String protocolVersion);

    /** Whether the upstream's session lives in this channel alone (a process, an open stream) and dies with it. */
    boolean isSessionBound();

    /** Completes when the channel is lost for good (the process ended, the stream broke); never for Streamable HTTP. */
    Future<Void> lost();

    /** Ends the upstream session (DELETE, or closing the process) and releases everything; idempotent. */
    Future<Void> close();

    /** An open stream. */
    interface Stream {
        /** Completes at the upstream's clean end, fails with an {@link UpstreamFailure} when the stream breaks. */
        Future<Void> ended();

        void close();
    }
}
