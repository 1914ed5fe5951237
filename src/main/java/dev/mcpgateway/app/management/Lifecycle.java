package dev.mcpgateway.app.management;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the process is between its start and its end; what readiness answers from. */
public final class Lifecycle {

    /** The states, in the order in which they are passed. */
    public enum State {
        STARTING,
        READY,
        DRAINING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final AtomicReference<@Nullable Long> drainingSince = new AtomicReference<>();
    private final List<Runnable> whenLeaving = new CopyOnWriteArrayList<>();

    public State state() {
        return state.get();
    }

    /** The listener accepts; a process that drains already does not become ready again. */
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /** The process is to end. */
    public void drain() {
        drainingSince.compareAndSet(null, System.nanoTime());
        state.set(State.DRAINING);
    }

    /** How long ago {@link #drain} was first called; zero before. */
    public Duration draining() {
        Long since = drainingSince.get();
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /**
     * The process will be told to end, and nobody new is sent to it any more: it drains from now on, and sends those who are
     * there elsewhere.
     */
    public void leave() {
        if (state.getAndSet(State.DRAINING) != State.DRAINING) {
            whenLeaving.forEach(Runnable::run);
        }
    }

    /** Does this on {@link #leave}, on the thread of its caller. */
    public void onLeave(Runnable action) {
        whenLeaving.add(action);
    }
}
