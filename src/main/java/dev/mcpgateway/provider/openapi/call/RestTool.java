package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.provider.openapi.shape.OperationTool;
import dev.mcpgateway.provider.openapi.shape.RequestPlan;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolCall;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An operation of a service as a tool. */
public final class RestTool implements Tool {
    private final Vertx vertx;
    private final OperationTool tool;
    private final ServiceClient client;
    private final AtomicInteger inFlight;
    private final RequestWriter writer;
    private final AnswerReader reader;

    /** @param inFlight counts the calls of the whole service */
    public RestTool(Vertx vertx, OperationTool tool, ServiceClient client, AtomicInteger inFlight) {
        this.vertx = vertx;
        this.tool = tool;
        this.client = client;
        this.inFlight = inFlight;
        this.writer = new RequestWriter(tool.request(), client.config().slashesInPaths());
        this.reader = new AnswerReader(client.config().name(), tool);
    }

    @Override
    public ToolDefinition definition() {
        return tool.definition();
    }

    @Override
    public Future<ToolResult> call(ToolCall call) {
        ServiceRequest request = writer.write(call.arguments());
        int most = client.config().limits().concurrentCalls();
        if (inFlight.incrementAndGet() > most) {
            inFlight.decrementAndGet();
            return Future.failedFuture(new ToolFailure(
                    ToolFailure.RATE_LIMITED,
                    "The gateway has " + most + " calls of this service in flight already. Nothing was sent.",
                    "Try again in a moment."));
        }
        long deadline = System.nanoTime() + client.config().timeouts().call().toNanos();
        return client.ready(call.person())
                .compose(ready -> attempt(request, call, deadline, 0))
                .eventually(() -> {
                    inFlight.decrementAndGet();
                    return Future.succeededFuture();
                });
    }

    private Future<ToolResult> attempt(ServiceRequest request, ToolCall call, long deadline, int done) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        long timeout =
                Math.max(1, Math.min(left, client.config().timeouts().attempt().toMillis()));
        return client.send(request, call, timeout).compose(attempt -> {
            Long wait = call.isCancelled() ? null : waitBefore(attempt, done, deadline);
            return wait == null
                    ? result(attempt)
                    : vertx.timer(wait, TimeUnit.MILLISECONDS)
                            .compose(fired -> attempt(request, call, deadline, done + 1));
        });
    }

    /** How long to wait before the next attempt; null when there is none. */
    private @Nullable Long waitBefore(Attempt attempt, int done, long deadline) {
        OpenApiConfig.Retries retries = client.config().retries();
        RequestPlan plan = tool.request();
        if (done >= retries.attempts()) {
            return null;
        }
        Long said = null;
        switch (attempt) {
            case Attempt.NotSent _ -> {
                // Nobody has seen it, so it can be sent whatever it does.
            }
            case Attempt.Lost _ -> {
                if (!plan.isSafe()) {
                    return null;
                }
            }
            case Attempt.TooLarge _ -> {
                return null;
            }
            case Attempt.Answered answer -> {
                boolean busy = answer.status() == 429 || answer.status() == 503;
                boolean mayPass =
                        busy ? plan.isIdempotent() : answer.status() >= 500 && answer.status() != 501 && plan.isSafe();
                if (!mayPass) {
                    return null;
                }
                said = RetryAfter.millis(answer.headers());
            }
        }
        long most = retries.max().toMillis();
        long ceiling = Math.min(most, retries.initial().toMillis() << Math.min(done, 20));
        long jitter = ThreadLocalRandom.current().nextLong(1, Math.max(2, ceiling + 1));
        long wait = said == null ? jitter : said + jitter;
        boolean inTime = TimeUnit.MILLISECONDS.toNanos(wait) < deadline - System.nanoTime();
        return (said != null && said > most) || !inTime ? null : wait;
    }

    private Future<ToolResult> result(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Answered answer -> Future.succeededFuture(reader.read(answer));
            case Attempt.NotSent _ ->
                Future.failedFuture(new ToolFailure(
                        ToolFailure.UPSTREAM_UNAVAILABLE,
                        "The service cannot be reached; nothing was sent.",
                        "Try again later."));
            case Attempt.Lost lost -> Future.failedFuture(lost(lost));
            case Attempt.TooLarge large ->
                Future.failedFuture(new ToolFailure(
                        reader.errorCode(),
                        "The service's answer (HTTP " + large.status() + ") is larger than "
                                + client.config().limits().responseBytes() + " bytes.",
                        tool.request().isSafe()
                                ? "Ask for less: a smaller page, fewer fields, a narrower search."
                                : "Do not repeat the call: it was carried out."));
        };
    }

    private ToolFailure lost(Attempt.Lost lost) {
        String what = lost.timedOut() ? "The service did not answer in time." : "The connection was lost.";
        return tool.request().isSafe()
                ? new ToolFailure(ToolFailure.UPSTREAM_UNAVAILABLE, what, "Try again later.")
                : new ToolFailure(
                        ToolFailure.OUTCOME_UNKNOWN,
                        what + " The call was sent, and nobody knows whether it ran.",
                        "Find out whether it ran before calling again.");
    }
}
