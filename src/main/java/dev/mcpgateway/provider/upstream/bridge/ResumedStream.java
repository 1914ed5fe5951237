package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Polls for the answer of a call whose stream the upstream ended before (2025-11-25, resumability): a modern client cannot
 * resume a stream, so the gateway does. The call's own deadline bounds it.
 */
final class ResumedStream {
    private static final long DEFAULT_RETRY_MILLIS = 1_000;

    private final Upstream upstream;
    private final InteractiveCall call;
    private @Nullable String lastEventId;
    private long retryMillis = DEFAULT_RETRY_MILLIS;
    private long deadline = -1;
    private Channel.@Nullable Stream stream;
    private boolean closed;

    ResumedStream(Upstream upstream, InteractiveCall call) {
        this.upstream = upstream;
        this.call = call;
    }

    /** Notes where the stream is. */
    void seen(@Nullable String eventId, @Nullable Long retry) {
        if (eventId != null) {
            lastEventId = eventId;
        }
        if (retry != null) {
            retryMillis =
                    Math.clamp(retry, 0, upstream.config().deadlines().idle().toMillis());
        }
    }

    /** Goes on after an event. */
    void after(LegacySession session, @Nullable String eventId) {
        seen(eventId, null);
        if (deadline == -1) {
            deadline = upstream.vertx()
                    .setTimer(
                            upstream.config().deadlines().request().toMillis(),
                            late -> call.context()
                                    .runOnContext(here -> call.fail(McpError.upstreamTimedOut(
                                            upstream.failures().subject()
                                                    + " did not answer within deadlines.request; it may have run"))));
        }
        upstream.vertx()
                .setTimer(Math.max(1, retryMillis), now -> call.context().runOnContext(here -> open(session)));
    }

    private void open(LegacySession session) {
        if (closed) {
            return;
        }
        session.channel()
                .listen(new Outbound(null, HttpHeaders.headers()), lastEventId, call)
                .onSuccess(opened -> {
                    stream = opened;
                    opened.ended().onComplete(ended -> {
                        if (!closed) {
                            after(session, null);
                        }
                    });
                })
                .onFailure(failure -> call.fail(upstream.failures().error(failure, false)));
    }

    void close() {
        closed = true;
        if (deadline != -1) {
            upstream.vertx().cancelTimer(deadline);
        }
        if (stream != null) {
            stream.close();
        }
    }
}
