package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to an upstream. Channels without headers (stdio) ignore them.
 *
 * <p>Not safe for threads: made, sent and cancelled on one event loop.
 */
public final class Outbound {
    private final @Nullable Message message;
    private final MultiMap headers;
    private final List<Runnable> aborts = new ArrayList<>(1);
    private boolean aborted;

    /**
     * @param message null for a stream that is only opened
     * @param headers headers that are already allowed to go to this upstream; the channel adds its own (content type, accept,
     *     session, protocol version, configured ones)
     */
    public Outbound(@Nullable Message message, MultiMap headers) {
        this.message = message;
        this.headers = headers;
    }

    public @Nullable Message message() {
        return message;
    }

    public MultiMap headers() {
        return headers;
    }

    /** The channel registers how to stop waiting for this message (reset the HTTP request, forget the id). */
    public void onAbort(Runnable handler) {
        if (aborted) {
            handler.run();
        } else {
            aborts.add(handler);
        }
    }

    /** Stops waiting; the request's Future fails with {@link UpstreamFailure.Kind#ABORTED}. Idempotent. */
    public void abort() {
        if (!aborted) {
            aborted = true;
            aborts.forEach(Runnable::run);
        }
    }
}
