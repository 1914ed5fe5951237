package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.FreshPage;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Asks for one page of a list. */
public final class ModernLists {
    private final Upstream upstream;
    private final ModernChannels channels;

    public ModernLists(Upstream upstream, ModernChannels channels) {
        this.upstream = upstream;
        this.channels = channels;
    }

    /** The page as the upstream answers it; fails with the upstream's own error, or the gateway's. */
    public Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor) {
        String params = "{\"_meta\":" + RequestMeta.of(client)
                + (cursor == null ? "" : ",\"cursor\":" + JsonEdit.quote(cursor)) + "}";
        Message request =
                Message.parse(Messages.requestMessage(upstream.nextId(), kind.method(), params), JsonLimits.DEFAULT);
        ModernChannel link = channels.of(client);
        link.use();
        return Exchange.within(
                        upstream,
                        upstream.config().deadlines().catalog(),
                        link.channel(),
                        new Outbound(request, ModernHeaders.of(request)),
                        (message, eventId, retryMillis) -> {})
                .transform((answer, failure) -> {
                    link.done();
                    return failure == null ? page(kind, answer) : Future.failedFuture(explain(failure));
                });
    }

    private Future<FreshPage> page(ListKind kind, Answer answer) {
        Message message = answer.message();
        JsonSlice error = message == null ? null : message.error();
        if (error != null) {
            return Future.failedFuture(Exchange.upstreamError(error, answer.status()));
        }
        JsonSlice result = message == null ? null : message.result();
        if (result == null || !result.is(JsonType.OBJECT)) {
            return Future.failedFuture(McpError.upstreamUnavailable(
                    upstream.failures().subject() + " answered " + kind.method() + " without a list."));
        }
        JsonSlice ttl = result.get("ttlMs");
        long millis = ttl != null && ttl.is(JsonType.NUMBER) ? Math.max(0, (long) ttl.asDouble()) : -1;
        return Future.succeededFuture(new FreshPage(result, result.string("nextCursor"), millis));
    }

    private Throwable explain(Throwable failure) {
        Throwable known = Discovery.mismatchIfRefused(failure);
        return known instanceof EraMismatch ? known : upstream.failures().error(failure, true);
    }
}
