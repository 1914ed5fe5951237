package dev.mcpgateway.provider.upstream.channel;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop. Starting, touching and cancelling one costs a few pointer writes and no timer: deadlines of
 * one length wait in the order in which they pass, and a single coarse timer looks at the first of each queue.
 *
 * <p>A deadline passes up to {@value #TICK_MILLIS} ms late, never early. To be used on its event loop only, with the few
 * lengths that the settings give.
 */
final class Deadlines {
    static final long TICK_MILLIS = 100;

    private static final ThreadLocal<@Nullable Deadlines> CURRENT = new ThreadLocal<>();
    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

    private final EventExecutor eventLoop;
    private final Map<Duration, Queue> byLength = new HashMap<>();
    private final List<Queue> queues = new ArrayList<>();
    private int waiting;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * @param eventLoop the loop itself, because a timer of Vert.x ends with the verticle that happened to set it and these
     *     deadlines serve all of them
     */
    Deadlines(EventExecutor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /**
     * Returns the deadlines of the event loop that calls.
     *
     * @throws IllegalStateException when the caller is none
     */
    static Deadlines current() {
        Deadlines current = CURRENT.get();
        if (current == null) {
            if (!Context.isOnEventLoopThread()) {
                throw new IllegalStateException("a channel can only be used on an event loop");
            }
            current = new Deadlines(ContextInternal.current().nettyEventLoop());
            CURRENT.set(current);
        }
        return current;
    }

    /** Starts a deadline that calls {@code passed} once, unless it is cancelled before; zero never passes. */
    Deadline start(Duration length, Runnable passed) {
        Queue queue = byLength.get(length);
        if (queue == null) {
            queue = new Queue(length.toNanos());
            byLength.put(length, queue);
            queues.add(queue);
        }
        Deadline deadline = new Deadline(queue, passed);
        if (queue.nanos > 0) {
            queue.append(deadline);
        }
        return deadline;
    }

    /** How many deadlines may still pass. */
    int waiting() {
        return waiting;
    }

    private void tick() {
        long now = System.nanoTime();
        for (int i = 0; i < queues.size(); i++) {
            queues.get(i).pass(now);
        }
        if (waiting == 0 && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private final class Queue {
        private final long nanos;
        private @Nullable Deadline first;
        private @Nullable Deadline last;

        Queue(long nanos) {
            this.nanos = nanos;
        }

        void append(Deadline deadline) {
            deadline.since = System.nanoTime();
            deadline.queued = true;
            deadline.previous = last;
            if (last == null) {
                first = deadline;
            } else {
                last.next = deadline;
            }
            last = deadline;
            waiting++;
            if (timer == null) {
                timer = eventLoop.scheduleAtFixedRate(
                        Deadlines.this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        void remove(Deadline deadline) {
            Deadline before = deadline.previous;
            Deadline after = deadline.next;
            if (before == null) {
                first = after;
            } else {
                before.next = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.previous = before;
            }
            deadline.previous = null;
            deadline.next = null;
            deadline.queued = false;
            waiting--;
        }

        void pass(long now) {
            for (Deadline head = first; head != null && now - head.since >= nanos; head = first) {
                remove(head);
                try {
                    head.passed.run();
                } catch (RuntimeException e) {
                    log.error("A deadline's handler failed", e);
                }
            }
        }
    }

    /** One deadline. After it has passed, or was cancelled, its methods do nothing. */
    static final class Deadline {
        private final Queue queue;
        private final Runnable passed;
        private @Nullable Deadline previous;
        private @Nullable Deadline next;
        private long since;
        private boolean queued;
        private boolean suspended;

        private Deadline(Queue queue, Runnable passed) {
            this.queue = queue;
            this.passed = passed;
        }

        /** Starts the time anew. */
        void touch() {
            if (queued) {
                queue.remove(this);
                queue.append(this);
            }
        }

        /** Stops the time until {@link #resume}, which starts it anew. */
        void suspend() {
            if (queued) {
                queue.remove(this);
                suspended = true;
            }
        }

        void resume() {
            if (suspended) {
                suspended = false;
                queue.append(this);
            }
        }

        void cancel() {
            suspended = false;
            if (queued) {
                queue.remove(this);
            }
        }
    }
}
