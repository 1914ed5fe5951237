package dev.mcpgateway.dispatch;

import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** A step that every request passes on its way down, and its reply on the way back: authorize, audit, limit, measure. */
@FunctionalInterface
public interface Interceptor {

    /**
     * Goes on by returning {@code next.apply(call)}, or answers by itself; a failed Future carries an {@code McpError}.
     *
     * @param next the rest of the way
     */
    Future<Reply> intercept(Call call, Function<Call, Future<Reply>> next);

    /** One way through all of them, in order, to the end. */
    static Function<Call, Future<Reply>> chain(List<Interceptor> interceptors, Function<Call, Future<Reply>> end) {
        Function<Call, Future<Reply>> way = end;
        for (Interceptor interceptor : interceptors.reversed()) {
            Function<Call, Future<Reply>> next = way;
            way = call -> interceptor.intercept(call, next);
        }
        return way;
    }
}
