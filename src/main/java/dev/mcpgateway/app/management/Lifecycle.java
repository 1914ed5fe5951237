package dev.mcpgateway.app.management;

import java.util.concurrent.atomic.AtomicReference;

/** Where the process is between its start and its end; what readiness answers from. */
public final class Lifecycle {

    /** The states, in the order in which they are passed. */
    public enum State {
        STARTING,
        READY,
        DRAINING
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

    public State state() {
        return state.get();
    }

    /** The listener accepts; a process that drains already does not become ready again. */
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /**
     * The process is to end.
     *
     * @return false when it was draining already
     */
    public boolean drain() {
        return state.getAndSet(State.DRAINING) != State.DRAINING;
    }
}
