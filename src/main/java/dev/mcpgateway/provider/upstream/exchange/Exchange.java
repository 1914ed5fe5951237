package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import io.vertx.core.Future;
import java.time.Duration;

/** The gateway's own requests to an upstream: what it asks for itself, with a deadline of its own. */
public final class Exchange {

    private Exchange() {}

    /** Sends a request that takes no place among the calls, and gives up after the deadline. */
    public static Future<Answer> within(
            Upstream upstream, Duration deadline, Channel channel, Outbound request, Inbound inbound) {
        request.within(deadline, deadline);
        return upstream.guard().exchange(() -> channel.request(request, inbound));
    }

    /** An upstream's error object as a failure, its code, message and data kept. */
    public static McpError upstreamError(JsonSlice error, int httpStatus) {
        JsonSlice code = error.get("code");
        JsonSlice data = error.get("data");
        String message = error.string("message");
        int number = code != null && code.is(JsonType.NUMBER)
                ? (int) code.asLong().orElse(ErrorCode.INTERNAL_ERROR)
                : ErrorCode.INTERNAL_ERROR;
        return new McpError(number, message == null ? "" : message, data == null ? null : data.toString(), httpStatus);
    }
}
