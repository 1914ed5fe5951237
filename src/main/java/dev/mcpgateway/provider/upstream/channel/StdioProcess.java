package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A running server process: lines in, lines out, and an end that leaves nothing behind.
 *
 * <p>Each of its three streams has a platform thread. A read from a pipe holds the carrier of a virtual thread for as long as
 * it waits, and a JVM has at most 256 carriers: some hundred quiet processes would stop everything else that is virtual.
 */
final class StdioProcess {

    /** Takes what a process writes; called on the process's own threads. */
    interface Receiver {
        /** A line without its end. May block, which in time stops the process from writing. */
        void line(byte[] line) throws InterruptedException;

        /**
         * Nothing comes any more; called once, last.
         *
         * @param byItself false when it was stopped
         */
        void ended(UpstreamFailure why, boolean byItself);
    }

    private static final Duration LAST_LINES = Duration.ofSeconds(1);
    private static final int STACK_BYTES = 256 * 1024;

    private static final class Line {
        private final byte[] bytes;
        private final Promise<Void> written = Promise.promise();

        Line(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final UpstreamConfig config;
    private final Duration stopGrace;
    private final ProcessGroup group;
    private final Process process;
    private final Receiver receiver;
    private final LinkedBlockingDeque<Line> queue = new LinkedBlockingDeque<>();
    private final Line endOfInput = new Line(new byte[0]);
    private final AtomicLong queuedBytes = new AtomicLong();
    /** Why nothing can be written any more; null while the process is meant to run. */
    private final AtomicReference<@Nullable UpstreamFailure> end = new AtomicReference<>();

    private final Promise<Void> gone = Promise.promise();

    private StdioProcess(UpstreamConfig config, Duration stopGrace, ProcessGroup group, Receiver receiver) {
        this.config = config;
        this.stopGrace = stopGrace;
        this.group = group;
        this.process = group.leader();
        this.receiver = receiver;
    }

    /**
     * Starts a process; blocks while it does.
     *
     * @param stopGrace how long it may take to end by itself
     * @throws UpstreamFailure when it does not start
     */
    static StdioProcess start(UpstreamConfig config, StdioCommand command, Duration stopGrace, Receiver receiver) {
        StdioProcess started = new StdioProcess(config, stopGrace, command.start(), receiver);
        Thread out = started.thread("out", started::read);
        started.thread("err", () -> new StdioLog(config.name()).copy(started.process.getErrorStream()));
        started.thread("in", started::write);
        Thread.ofVirtual().name(started.threadName("end")).start(() -> started.awaitEnd(out));
        return started;
    }

    long pid() {
        return process.pid();
    }

    /** Completes on any thread when the process and all that it started are gone. */
    Future<Void> gone() {
        return gone.future();
    }

    /**
     * Queues a line, which must have no newline in it; completes on any thread when it is written. What fails was not written
     * whole.
     */
    Future<Void> write(byte[] line) {
        Line queued = new Line(line);
        UpstreamFailure ended = end.get();
        long waiting = queuedBytes.addAndGet(line.length);
        if (ended != null) {
            queued.written.fail(ended);
        } else if (waiting > config.limits().queuedBytes() && waiting > line.length) {
            queuedBytes.addAndGet(-line.length);
            queued.written.fail(new UpstreamFailure(
                    Kind.UNREACHABLE,
                    "it does not read its input; more than " + config.limits().queuedBytes()
                            + " bytes wait for it (limits.queuedBytes)"));
        } else {
            queue.add(queued);
            ended = end.get();
            if (ended != null) {
                drop(ended);
            }
        }
        return queued.written.future();
    }

    /**
     * Ends the process: its input is closed, after half of the grace time it is asked to end, after the other half it is
     * killed with all that it started. Idempotent.
     *
     * @param why what those who wait for it are told
     * @return completes on any thread when all is gone
     */
    Future<Void> stop(UpstreamFailure why) {
        if (end.compareAndSet(null, why)) {
            drop(why);
            queue.addFirst(endOfInput);
            Thread.ofVirtual().name(threadName("stop")).start(this::enforce);
        }
        return gone.future();
    }

    /** Fails what is queued and not written yet. */
    private void drop(UpstreamFailure why) {
        for (Line line = queue.pollLast(); line != null; line = queue.pollLast()) {
            if (line == endOfInput) {
                queue.addFirst(line);
                return;
            }
            line.written.fail(why);
        }
    }

    private void enforce() {
        try {
            long half = stopGrace.toNanos() / 2;
            if (!process.waitFor(half, TimeUnit.NANOSECONDS)) {
                group.terminate();
                if (!process.waitFor(half, TimeUnit.NANOSECONDS)) {
                    group.kill();
                }
            }
        } catch (InterruptedException _) {
            group.kill();
        }
    }

    /** Waits for the end, however it comes about, and cleans up behind it. */
    private void awaitEnd(Thread out) {
        UpstreamFailure why = new UpstreamFailure(Kind.SESSION_LOST, "its process has ended");
        try {
            why = new UpstreamFailure(Kind.SESSION_LOST, "its process ended with exit code " + process.waitFor());
            group.kill();
            // A child that has left the group may hold the pipe open for ever.
            out.join(LAST_LINES);
            group.reap();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            boolean byItself = end.compareAndSet(null, why);
            UpstreamFailure first = byItself ? why : Objects.requireNonNull(end.get());
            drop(first);
            queue.addFirst(endOfInput);
            receiver.ended(first, byItself);
            gone.tryComplete();
        }
    }

    /** A pipe closes when the process ends, whose exit code says more; only one that lives on has closed it itself. */
    private void closed(String pipe) throws InterruptedException {
        if (!process.waitFor(LAST_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
            stop(new UpstreamFailure(Kind.SESSION_LOST, "its process closed its " + pipe));
        }
    }

    private void read() throws IOException, InterruptedException {
        int limit = Math.toIntExact(config.limits().responseBytes());
        LineReader lines = new LineReader(process.getInputStream(), limit);
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                receiver.line(line);
            }
            closed("output");
        } catch (LineReader.LineTooLong _) {
            stop(UpstreamFailure.tooLarge("a line", limit));
            group.kill();
        }
    }

    private void write() throws InterruptedException {
        @Nullable Line line = null;
        try (OutputStream out = process.getOutputStream()) {
            for (line = queue.take(); line != endOfInput; line = queue.take()) {
                out.write(line.bytes);
                out.write('\n');
                out.flush();
                queuedBytes.addAndGet(-line.bytes.length);
                line.written.complete();
            }
        } catch (IOException _) {
            if (line != null) {
                // It was not written whole; what it is told is known when the end is.
                queue.addFirst(line);
            }
            closed("input");
            UpstreamFailure why = end.get();
            if (why != null) {
                drop(why);
            }
        }
    }

    private interface Loop {
        void run() throws IOException, InterruptedException;
    }

    private Thread thread(String stream, Loop loop) {
        return Thread.ofPlatform()
                .name(threadName(stream))
                .daemon()
                .stackSize(STACK_BYTES)
                .start(() -> {
                    try {
                        loop.run();
                    } catch (IOException _) {
                        // The process has ended, which is dealt with where it is waited for.
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private String threadName(String stream) {
        return "mcp-" + config.name() + '-' + process.pid() + '-' + stream;
    }
}
