package dev.mcpgateway.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** A number of clients with a thread each, which stay connected from one run to the next. */
public final class Callers implements Closeable {
    /** Keeps the numbers of one caller apart from those of the next, so that an answer that went astray is seen. */
    private static final long NUMBERS_EACH = 10_000_000;

    private static final long FIRST_NUMBER = 1_000_000_000;

    private final List<Caller> callers = new ArrayList<>();
    private final ExecutorService threads;

    private Callers(int count) {
        threads = Executors.newFixedThreadPool(
                count,
                task -> Thread.ofPlatform().daemon().unstarted(() -> {
                    TimerSlack.minimize();
                    task.run();
                }));
    }

    /** Connects {@code count} clients, each with a session of its own when the call needs one. */
    public static Callers open(Address to, Call call, int count) throws IOException, WrongAnswer {
        var group = new Callers(count);
        try {
            for (int index = 0; index < count; index++) {
                group.callers.add(Caller.open(to, call, FIRST_NUMBER + index * NUMBERS_EACH));
            }
            return group;
        } catch (IOException | WrongAnswer e) {
            group.close();
            throw e;
        }
    }

    /** Makes that many calls, or as many as fit into {@code limit}, so that the server is compiled. */
    public void warmUp(int calls, Duration limit) throws InterruptedException, WrongAnswer {
        long end = System.nanoTime() + limit.toNanos();
        for (long made = 0; made < calls && System.nanoTime() < end; ) {
            made += closedLoop(Duration.ofSeconds(1)).checked().calls();
        }
    }

    /** Each caller sends its next call as soon as the last is answered, until {@code time} is over. */
    public Load closedLoop(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        return run(start, index -> {
            var tally = new Tally(callers.get(index), 0);
            while (System.nanoTime() < end && !tally.hopeless()) {
                tally.call();
            }
            return tally.load();
        });
    }

    /**
     * Calls are due at even intervals whether or not earlier ones were answered, and the time of each counts from when it was
     * due: a pause of the server is seen by every call that would have been made in it. Ends after all that are due in
     * {@code time}, or after three times that.
     */
    public Load openLoop(int callsPerSecond, Duration time) throws InterruptedException {
        long interval = 1_000_000_000L * callers.size() / callsPerSecond;
        long start = System.nanoTime() + 10_000_000;
        long end = start + 3 * time.toNanos();
        int calls = Math.toIntExact(time.toNanos() / interval);
        return run(start, index -> {
            var tally = new Tally(callers.get(index), calls);
            long due = start + interval * index / callers.size();
            for (int call = 0; call < calls && System.nanoTime() < end && !tally.hopeless(); call++, due += interval) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                tally.timed(due);
            }
            return tally.load();
        });
    }

    @Override
    public void close() {
        callers.forEach(Caller::close);
        threads.shutdownNow();
    }

    private Load run(long start, IndexedTask task) throws InterruptedException {
        List<Callable<Load>> tasks = new ArrayList<>();
        for (int index = 0; index < callers.size(); index++) {
            int caller = index;
            tasks.add(() -> task.run(caller));
        }
        List<Load> loads = new ArrayList<>();
        for (Future<Load> load : threads.invokeAll(tasks)) {
            try {
                loads.add(load.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a caller failed", e.getCause());
            }
        }
        return Load.sum(loads, (System.nanoTime() - start) / 1e9);
    }

    private interface IndexedTask {
        Load run(int caller);
    }
}
