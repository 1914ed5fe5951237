package dev.mcpgateway.provider.aws;

import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.provider.aws.api.Failures;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolCall;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tool as it is served, within its limits.
 *
 * @param running how many calls of all these tools run now
 */
record RunningTool(AwsTool tool, AwsCall.Parts parts, AtomicInteger running) implements Tool {

    @Override
    public ToolDefinition definition() {
        return tool.definition();
    }

    @Override
    public Future<ToolResult> call(ToolCall call) {
        AwsToolsConfig.Limits limits = parts.config().limits();
        if (running.incrementAndGet() > limits.concurrency()) {
            running.decrementAndGet();
            return Future.failedFuture(new ToolFailure(
                    ToolFailure.RATE_LIMITED,
                    "The gateway asks AWS for as many others already as it may.",
                    "Try again in a few seconds; aws.limits.concurrency is the limit."));
        }
        return body(call)
                .timeout(limits.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> running.decrementAndGet())
                .map(ToolResult::of)
                .recover(failure -> Future.failedFuture(Failures.explain(failure)));
    }

    private Future<JsonObject> body(ToolCall call) {
        try {
            return tool.body().apply(new AwsCall(call, parts));
        } catch (RuntimeException failure) {
            // Also what should not happen gives its place back.
            return Future.failedFuture(failure);
        }
    }
}
