package dev.mcpgateway.peer;

/** A task could not be connected to, so nothing was sent to it. */
public final class TaskUnreachable extends RuntimeException {
    private final boolean refused;

    TaskUnreachable(String message, boolean refused) {
        super(message, null, false, false);
        this.refused = refused;
    }

    /** Whether its machine said that nobody listens; otherwise nothing was heard, and the task may live. */
    public boolean isRefused() {
        return refused;
    }
}
