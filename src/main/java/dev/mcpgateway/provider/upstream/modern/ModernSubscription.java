package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** One {@code subscriptions/listen} at the upstream: open once it is acknowledged, until one side ends it. */
public final class ModernSubscription implements Inbound {
    private final Upstream upstream;
    private final ModernChannel link;
    private final Context context;
    private final Message request;
    private final Outbound outbound;
    private final ModernInbound inbound;
    private final Promise<Listening> opened = Promise.promise();
    private @Nullable OpenListening listening;

    private ModernSubscription(Upstream upstream, ModernChannel link, Client client, JsonSlice filter, Push push) {
        this.upstream = upstream;
        this.link = link;
        this.context = upstream.vertx().getOrCreateContext();
        this.request = Message.parse(
                Messages.requestMessage(
                        upstream.nextId(),
                        McpMethod.SUBSCRIPTIONS_LISTEN,
                        "{\"_meta\":" + RequestMeta.of(client) + ",\"notifications\":" + filter + "}"),
                JsonLimits.DEFAULT);
        this.outbound = new Outbound(request, ModernHeaders.of(request)).standing();
        this.inbound = new ModernInbound(upstream, push, null);
    }

    /**
     * Opens a subscription.
     *
     * @param filter the {@code notifications} object
     * @param push takes the notifications, the acknowledgement not among them
     */
    public static Future<Listening> open(
            Upstream upstream, ModernChannels channels, Client client, JsonSlice filter, Push push) {
        ModernChannel link = channels.of(client);
        ModernSubscription subscription = new ModernSubscription(upstream, link, client, filter, push);
        return upstream.guard().exchange(subscription::open).recover(failure -> {
            Throwable known = Discovery.mismatchIfRefused(failure);
            return Future.failedFuture(
                    known instanceof EraMismatch ? known : upstream.failures().error(failure, true));
        });
    }

    private Future<Listening> open() {
        link.use();
        link.channel().request(outbound, this).onComplete(done -> {
            link.done();
            ended(done.result(), done.cause());
        });
        upstream.vertx().setTimer(upstream.config().deadlines().initialize().toMillis(), late -> {
            if (opened.tryFail(new UpstreamFailure(
                    UpstreamFailure.Kind.TIMED_OUT, "the subscription was not acknowledged (deadlines.initialize)"))) {
                outbound.abort();
            }
        });
        return opened.future();
    }

    @Override
    public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        if (message != null && message.is(McpMethod.NOTIFICATIONS_SUBSCRIPTIONS_ACKNOWLEDGED)) {
            JsonSlice params = message.params();
            JsonSlice honoured = params == null ? null : params.get("notifications");
            OpenListening open = new OpenListening(honoured == null ? OpenListening.NO_FILTER : honoured, this::close);
            listening = open;
            opened.tryComplete(open);
        } else {
            inbound.event(message, null, null);
        }
    }

    private void ended(@Nullable Answer answer, @Nullable Throwable failure) {
        OpenListening open = listening;
        JsonSlice error = answer == null || answer.message() == null
                ? null
                : answer.message().error();
        if (open != null) {
            open.end(failure == null ? Future.succeededFuture() : Future.failedFuture(failure));
        } else if (failure != null) {
            opened.tryFail(failure);
        } else if (error != null) {
            opened.tryFail(Exchange.upstreamError(error, 200));
        } else {
            opened.tryFail(McpError.upstreamUnavailable(
                    upstream.failures().subject() + " ended the subscription before it acknowledged it."));
        }
    }

    private void close() {
        context.runOnContext(now -> {
            outbound.abort();
            ModernCall.cancel(link, request.requireId());
        });
    }

    @Override
    public boolean writeQueueFull() {
        return inbound.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        inbound.onDrain(handler);
    }
}
