package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one upstream: not more than allowed, and none started again and again when it ends before it has said
 * anything. A process that has once answered and ends later is its client's affair and delays nobody else.
 */
final class StdioProcesses {
    private static final Logger log = LoggerFactory.getLogger(StdioProcesses.class);

    private final Vertx vertx;
    private final UpstreamConfig config;
    private final UpstreamTransport.Stdio stdio;
    private final Set<StdioProcess> running = new HashSet<>();
    private int places;
    private Duration pause = Duration.ZERO;
    private long pausedUntil = System.nanoTime();
    private boolean closed;

    StdioProcesses(Vertx vertx, UpstreamConfig config, UpstreamTransport.Stdio stdio) {
        this.vertx = vertx;
        this.config = config;
        this.stdio = stdio;
        this.places = stdio.maxProcesses();
    }

    UpstreamConfig config() {
        return config;
    }

    Duration idleStop() {
        return stdio.idleStop();
    }

    /**
     * Starts a process, after the pause that early deaths have earned when that is short.
     *
     * @return completes on any thread; fails with UNREACHABLE
     */
    Future<StdioProcess> start(StdioProcess.Receiver receiver) {
        long wait;
        synchronized (this) {
            if (closed) {
                return failed("the gateway is stopping");
            }
            if (places == 0) {
                return failed("all of its " + stdio.maxProcesses() + " processes are in use (maxProcesses)");
            }
            wait = Math.max(0, (pausedUntil - System.nanoTime()) / 1_000_000);
            if (wait > config.deadlines().connect().toMillis()) {
                return failed(
                        "its process ends before it answers, see the log for what it says; it is started again in "
                                + (wait + 999) / 1000 + " s");
            }
            places--;
        }
        Future<Void> rested =
                wait == 0 ? Future.succeededFuture() : vertx.timer(wait).mapEmpty();
        Promise<StdioProcess> started = Promise.promise();
        rested.onComplete(_ -> Thread.ofVirtual()
                .name("mcp-" + config.name() + "-start")
                .start(() -> {
                    try {
                        started.complete(launch(receiver));
                    } catch (UpstreamFailure failure) {
                        release();
                        started.fail(failure);
                    }
                }));
        return started.future();
    }

    /** Stops all processes and starts no more; completes when they are gone. */
    Future<Void> close() {
        List<StdioProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(running);
        }
        UpstreamFailure why = new UpstreamFailure(Kind.SESSION_LOST, "the gateway is stopping");
        return Future.join(all.stream().map(process -> process.stop(why)).toList())
                .mapEmpty();
    }

    private StdioProcess launch(StdioProcess.Receiver receiver) {
        StdioCommand command = StdioCommand.of(stdio, System.getenv());
        FirstWord firstWord = new FirstWord(receiver);
        StdioProcess process = StdioProcess.start(config, command, stdio.stopGrace(), firstWord);
        log.info("upstream '{}' runs as process {}", config.name(), process.pid());
        boolean late;
        synchronized (this) {
            running.add(process);
            late = closed;
        }
        process.gone().onComplete(_ -> gone(process));
        if (late) {
            process.stop(new UpstreamFailure(Kind.SESSION_LOST, "the gateway is stopping"));
        }
        return process;
    }

    private void gone(StdioProcess process) {
        synchronized (this) {
            running.remove(process);
        }
        release();
        log.info("process {} of upstream '{}' is gone", process.pid(), config.name());
    }

    private synchronized void release() {
        places++;
    }

    private synchronized void works() {
        pause = Duration.ZERO;
    }

    private synchronized void diedEarly(UpstreamFailure why) {
        Duration doubled = pause.isZero() ? stdio.restart().initial() : pause.multipliedBy(2);
        pause = doubled.compareTo(stdio.restart().max()) > 0 ? stdio.restart().max() : doubled;
        pausedUntil = System.nanoTime() + pause.toNanos();
        log.warn(
                "upstream '{}' cannot work: {}, before it said anything; it is not started again for {} ms",
                config.name(),
                why.getMessage(),
                pause.toMillis());
    }

    private static <T> Future<T> failed(String why) {
        return Future.failedFuture(new UpstreamFailure(Kind.UNREACHABLE, why));
    }

    /** Notices whether a process has said anything before it ended. */
    private final class FirstWord implements StdioProcess.Receiver {
        private final StdioProcess.Receiver receiver;
        private volatile boolean spoke;

        FirstWord(StdioProcess.Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void line(byte[] line) throws InterruptedException {
            if (!spoke && (line[0] == '{' || line[0] == '[')) {
                spoke = true;
                works();
            }
            receiver.line(line);
        }

        @Override
        public void ended(UpstreamFailure why, boolean byItself) {
            if (byItself && !spoke) {
                diedEarly(why);
            }
            receiver.ended(why, byItself);
        }
    }
}
