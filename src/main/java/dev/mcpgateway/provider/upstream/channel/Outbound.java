package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.Message;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private boolean standing;
    private @Nullable Duration silence;
    private @Nullable Duration total;

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

    Message requireMessage() {
        return Objects.requireNonNull(message, "a message is needed here");
    }

    public MultiMap headers() {
        return headers;
    }

    /**
     * Sets other deadlines than those of a call ({@code deadlines.idle} and {@code deadlines.request}).
     *
     * @param newSilence the longest time without a byte from the upstream; zero for any
     * @param newTotal the longest time until the response; zero for any
     */
    public Outbound within(Duration newSilence, Duration newTotal) {
        silence = newSilence;
        total = newTotal;
        return this;
    }

    /**
     * Marks a request whose response only ends a stream that stands for long, such as {@code subscriptions/listen}: it has no
     * deadlines and does not take a connection from the calls.
     */
    public Outbound standing() {
        standing = true;
        return within(Duration.ZERO, Duration.ZERO);
    }

    boolean isStanding() {
        return standing;
    }

    Duration silence(Duration configured) {
        return silence == null ? configured : silence;
    }

    Duration total(Duration configured) {
        return total == null ? configured : total;
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
