package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.protocol.InvalidMessage;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process for one client, started when it is first written to: newline-delimited JSON on its standard streams
 * (2025-11-25, transports, stdio).
 */
final class StdioChannel extends DuplexChannel implements StdioProcess.Receiver {
    private static final Logger log = LoggerFactory.getLogger(StdioChannel.class);

    private final Vertx vertx;
    private final StdioProcesses processes;
    private final Gate gate = new Gate();
    private @Nullable Future<StdioProcess> process;
    private volatile long lastUsed;
    private boolean garbageSeen;

    StdioChannel(Vertx vertx, StdioProcesses processes) {
        super(processes.config());
        this.vertx = vertx;
        this.processes = processes;
    }

    @Override
    Future<Void> write(Outbound outbound, Runnable sent) {
        lastUsed = System.nanoTime();
        byte[] line = oneLine(outbound.requireMessage());
        return process().compose(running -> running.write(line)).onSuccess(_ -> sent.run());
    }

    @Override
    void pause() {
        gate.close();
    }

    @Override
    void resume() {
        gate.open();
    }

    @Override
    Future<Void> release() {
        Future<StdioProcess> started = started();
        return started == null
                ? Future.succeededFuture()
                : started.compose(running -> running.stop(UpstreamFailure.aborted()), _ -> Future.succeededFuture());
    }

    @Override
    public void line(byte[] line) throws InterruptedException {
        lastUsed = System.nanoTime();
        List<Message> messages;
        try {
            messages = Message.isBatch(line)
                    ? Message.parseBatch(line, JsonLimits.DEFAULT)
                    : List.of(Message.parse(line, JsonLimits.DEFAULT));
        } catch (InvalidMessage e) {
            garbage(line, e);
            return;
        }
        received(messages, line.length);
        gate.pass();
    }

    @Override
    public void ended(UpstreamFailure why, boolean byItself) {
        gate.open();
        lose(why);
    }

    private synchronized @Nullable Future<StdioProcess> started() {
        return process;
    }

    private synchronized Future<StdioProcess> process() {
        Future<StdioProcess> current = process;
        if (current == null || current.failed()) {
            current = processes.start(this).onSuccess(running -> watch(running, processes.idleStop()));
            process = current;
        }
        return current;
    }

    /** Stops the process when for the idle time nobody has written, read or listened. */
    private void watch(StdioProcess running, Duration wait) {
        long timer = vertx.setTimer(Math.max(1, wait.toMillis()), _ -> {
            Duration idle = Duration.ofNanos(System.nanoTime() - lastUsed);
            Duration left =
                    isInUse() ? processes.idleStop() : processes.idleStop().minus(idle);
            if (left.isPositive()) {
                watch(running, left);
            } else {
                running.stop(new UpstreamFailure(
                        Kind.SESSION_LOST, "its process was stopped because nobody used it (idleStop)"));
            }
        });
        running.gone().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private void garbage(byte[] line, InvalidMessage problem) {
        if (!garbageSeen) {
            garbageSeen = true;
            log.warn(
                    "upstream '{}' writes lines to its standard output that are no MCP messages ({}); they are skipped,"
                            + " and logged at debug level",
                    config().name(),
                    problem.getMessage());
        }
        if (log.isDebugEnabled()) {
            log.debug("[{}] {}", config().name(), StdioLog.printable(line, line.length));
        }
    }

    /** The message without newlines, which JSON has between its tokens only, where a space does as well. */
    private static byte[] oneLine(Message message) {
        byte[] bytes = message.root().toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }
}
