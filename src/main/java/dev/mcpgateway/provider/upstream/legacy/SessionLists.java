package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Asks for one page of a list in a client's session. */
public final class SessionLists {

    private SessionLists() {}

    /** The result object; fails with the upstream's own error, or the gateway's. */
    public static Future<JsonSlice> page(
            Upstream upstream,
            LegacySessions sessions,
            Repeatable repeatable,
            Client client,
            ListKind kind,
            @Nullable String cursor,
            Inbound inbound) {
        String params = cursor == null ? "{}" : "{\"cursor\":" + JsonEdit.quote(cursor) + "}";
        Message request =
                Message.parse(Messages.requestMessage(upstream.nextId(), kind.method(), params), JsonLimits.DEFAULT);
        return new SessionCall(
                        upstream,
                        sessions,
                        repeatable,
                        client,
                        request,
                        HttpHeaders.headers(),
                        (session, outbound, in) -> Exchange.within(
                                upstream, upstream.config().deadlines().catalog(), session.channel(), outbound, in),
                        session -> inbound)
                .send()
                .compose(answer -> {
                    Message message = answer.message();
                    JsonSlice error = message == null ? null : message.error();
                    if (error != null) {
                        return Future.failedFuture(Exchange.upstreamError(error, answer.status()));
                    }
                    JsonSlice result = message == null ? null : message.result();
                    return result == null || !result.is(JsonType.OBJECT)
                            ? Future.failedFuture(McpError.upstreamUnavailable(
                                    upstream.failures().subject() + " answered " + kind.method() + " without a list"))
                            : Future.succeededFuture(result);
                });
    }
}
