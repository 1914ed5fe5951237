package dev.mcpgateway.transport;

import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.SseFrame;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open event stream to a client. Everything is written on the event loop of its connection; calls from elsewhere hop there.
 * A stream whose client reads slower than the source pauses the source, and one whose source cannot be paused is ended
 * when far more waits than its limit.
 */
final class EventStream implements Push {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-cache, no-store");
    private static final CharSequence ACCEL = HttpHeaders.createOptimized("x-accel-buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");
    /** A source that ignores back-pressure may be this many events, or queues, ahead before the client is cut off. */
    private static final int MOST_UNREAD = 1_000;

    private static final int MOST_UNREAD_QUEUES = 16;

    private final Context context;
    private final Thread eventLoop = Thread.currentThread();
    private final HttpServerResponse response;
    private final long queuedBytes;
    private final boolean resumable;
    private final Principal principal;
    private final List<Runnable> drainHandlers = new ArrayList<>(1);
    private final List<Runnable> endHandlers = new ArrayList<>(1);
    private volatile boolean full;
    private volatile boolean over;
    private volatile boolean begun;
    private int unread;
    private long unreadBytes;
    private long lastWriteNanos;

    /**
     * Made on the event loop of the connection.
     *
     * @param context the context of the request's connection
     * @param principal whose stream it is
     * @param resumable whether the client understands event ids and {@code retry} on this stream
     */
    EventStream(
            Context context, HttpServerResponse response, Principal principal, long queuedBytes, boolean resumable) {
        this.context = context;
        this.response = response;
        this.principal = principal;
        this.queuedBytes = queuedBytes;
        this.resumable = resumable;
        response.setWriteQueueMaxSize((int) Math.min(Integer.MAX_VALUE, queuedBytes));
    }

    /** Adds what to do once the stream is over, whoever ended it. On the event loop of the connection. */
    void onEnd(Runnable handler) {
        endHandlers.add(handler);
    }

    /** Whose stream it is. */
    Principal principal() {
        return principal;
    }

    boolean isOpen() {
        return begun && !over;
    }

    long lastWriteNanos() {
        return lastWriteNanos;
    }

    /** Sends the headers and a comment at once: a client must see that somebody is there. Idempotent. */
    @Override
    public void begin() {
        if (!isCurrent()) {
            run(this::begin);
            return;
        }
        if (begun || over) {
            return;
        }
        begun = true;
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(ACCEL, NO);
        response.exceptionHandler(failure -> over());
        response.closeHandler(closed -> over());
        response.drainHandler(drained -> drained());
        if (response.closed()) {
            // The client went away before anybody was told of it.
            over();
        } else {
            write(COMMENT);
        }
    }

    /** Runs an action on the event loop of this stream's connection: now when that is the current one. */
    void run(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            context.runOnContext(now -> action.run());
        }
    }

    @SuppressWarnings("ReferenceEquality") // threads have no other equality
    private boolean isCurrent() {
        return Thread.currentThread() == eventLoop;
    }

    @Override
    public void send(PushedEvent event) {
        Buffer data = event.message() == null ? null : event.message().toBuffer();
        if (data != null) {
            write(
                    resumable
                            ? SseFrame.message(event.eventId(), event.retryMillis(), data)
                            : SseFrame.message(null, null, data));
        } else if (resumable && event.eventId() != null) {
            write(SseFrame.event(event.eventId(), null, event.retryMillis(), Buffer.buffer()));
        }
    }

    /** Writes a frame as it is. */
    void write(Buffer frame) {
        if (!isCurrent()) {
            run(() -> write(frame));
            return;
        }
        if (!over && !begun) {
            begin();
        }
        if (over) {
            return;
        }
        if (full) {
            unreadBytes += frame.length();
            if (++unread > MOST_UNREAD || unreadBytes > MOST_UNREAD_QUEUES * queuedBytes) {
                LOG.warn("a client was cut off: it does not read, and what it is sent cannot be paused");
                response.reset();
                over();
                return;
            }
        }
        lastWriteNanos = System.nanoTime();
        response.write(frame);
        full = full || response.writeQueueFull();
    }

    /** A comment, so that nobody on the way takes the stream for dead. */
    void comment() {
        // A comment behind what the client does not read helps nobody.
        if (!full) {
            write(COMMENT);
        }
    }

    /** Ends the stream cleanly. */
    void end() {
        end(null);
    }

    /**
     * Ends the stream cleanly after one last frame.
     *
     * @param last null for none
     */
    void end(@Nullable Buffer last) {
        if (!isCurrent()) {
            run(() -> end(last));
            return;
        }
        if (!over && !begun) {
            begin();
        }
        if (over) {
            return;
        }
        if (last == null) {
            response.end();
        } else {
            response.end(last);
        }
        over();
    }

    /** Ends the stream and tells the client when to come back, where it understands that. */
    void endForReconnect(long retryMillis) {
        end(resumable ? SseFrame.retry(retryMillis, null) : null);
    }

    /** Leaves the response, whose head is out, to somebody else, who ends it. On the event loop of the connection. */
    void handOver() {
        over();
    }

    private void over() {
        if (over) {
            return;
        }
        over = true;
        drained();
        endHandlers.forEach(Runnable::run);
    }

    private void drained() {
        full = false;
        unread = 0;
        unreadBytes = 0;
        List<Runnable> handlers;
        synchronized (drainHandlers) {
            handlers = List.copyOf(drainHandlers);
            drainHandlers.clear();
        }
        handlers.forEach(Runnable::run);
    }

    @Override
    public boolean writeQueueFull() {
        return full && !over;
    }

    @Override
    public void onDrain(Runnable handler) {
        synchronized (drainHandlers) {
            if (writeQueueFull()) {
                drainHandlers.add(handler);
                return;
            }
        }
        handler.run();
    }
}
