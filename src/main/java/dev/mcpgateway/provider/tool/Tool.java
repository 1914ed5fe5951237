package dev.mcpgateway.provider.tool;

import io.vertx.core.Future;

/** One tool that the gateway runs itself. Safe for use from any event loop. */
public interface Tool {

    /** How the tool is listed; the same object as long as nothing about it changes. */
    ToolDefinition definition();

    /**
     * Runs the tool.
     *
     * @param call its arguments fit the input schema already
     * @return fails with {@link ToolFailure} for whatever the model should be told; any other failure is the gateway's own
     */
    Future<ToolResult> call(ToolCall call);
}
