package dev.mcpgateway.peer;

/**
 * All that a task needs to hand requests to others, and to take theirs.
 *
 * @param tasks this task and the others
 * @param tokens proves to a task that a request comes from another one
 * @param client sends requests to other tasks
 */
public record Peers(Tasks tasks, PeerTokens tokens, PeerClient client) {

    /** The purpose of the key that all tasks share, see {@link PeerTokens}. */
    public static final String PURPOSE = "mcp-gateway/task-to-task";
}
