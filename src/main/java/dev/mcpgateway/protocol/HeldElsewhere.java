package dev.mcpgateway.protocol;

/**
 * What a message goes on with is held by another task of the gateway. Who can hand the message on does so; everywhere else it
 * is an error like any other.
 */
public final class HeldElsewhere extends McpError {
    private final String task;

    /** @param task the id of the task that holds it */
    public HeldElsewhere(String task) {
        super(
                ErrorCode.OUTCOME_UNKNOWN,
                "Outcome unknown: the call that this message goes on with is held by a task of the gateway that cannot be"
                        + " asked. The call may have run; look before you repeat it.",
                502);
        this.task = task;
    }

    /** The id of the task that holds it. */
    public String task() {
        return task;
    }
}
