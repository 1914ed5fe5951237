package dev.mcpgateway.dispatch;

import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.util.function.Function;

/** Refuses requests of people and clients who make too many. */
public final class LimitRequests implements Interceptor {
    private final RateLimits limits;

    public LimitRequests(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public Future<Reply> intercept(Call call, Function<Call, Future<Reply>> next) {
        McpError tooMany = limits.request(call.principal());
        return tooMany == null ? next.apply(call) : Future.failedFuture(tooMany);
    }
}
