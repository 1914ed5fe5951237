package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** One request to an upstream of the stateless era; repeated, once, when its connection broke and it may run twice. */
public final class ModernCall {
    private final Upstream upstream;
    private final ModernChannels channels;
    private final Repeatable repeatable;
    private final Client client;
    private final Message message;
    private final MultiMap headers;
    private final Inbound inbound;
    private @Nullable Outbound outbound;
    private @Nullable ModernChannel link;
    private boolean aborted;
    private boolean repeated;

    public ModernCall(
            Upstream upstream,
            ModernChannels channels,
            Repeatable repeatable,
            Client client,
            Message message,
            MultiMap headers,
            Inbound inbound) {
        this.upstream = upstream;
        this.channels = channels;
        this.repeatable = repeatable;
        this.client = client;
        this.message = message;
        this.headers = headers;
        this.inbound = inbound;
    }

    /** Sends the request; fails with {@code McpError} or {@link EraMismatch}. */
    public Future<Answer> send() {
        return attempt().recover(failure -> Future.failedFuture(explain(failure)));
    }

    private Future<Answer> attempt() {
        if (aborted) {
            return Future.failedFuture(
                    new UpstreamFailure(UpstreamFailure.Kind.ABORTED, "it was cancelled before it was sent"));
        }
        Outbound request = new Outbound(message, headers);
        ModernChannel over = channels.of(client);
        outbound = request;
        link = over;
        over.use();
        return upstream.guard()
                .call(message.root().length(), () -> over.channel().request(request, inbound))
                .transform((answer, failure) -> {
                    over.done();
                    if (failure == null) {
                        return checked(answer);
                    }
                    if (!repeated && !aborted && isBroken(failure) && repeatable.isRepeatable(client, message)) {
                        repeated = true;
                        return attempt();
                    }
                    return Future.failedFuture(failure);
                });
    }

    /** Answers by which only a server that does not speak this era refuses a request. */
    private static Future<Answer> checked(Answer answer) {
        JsonSlice error = answer.status() < 400 || answer.message() == null
                ? null
                : answer.message().error();
        JsonSlice code = error == null ? null : error.get("code");
        if (error == null || code == null) {
            return Future.succeededFuture(answer);
        }
        String number = code.toString();
        boolean legacy = number.equals("-32000")
                || number.equals("-32001")
                || number.equals(String.valueOf(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION));
        return legacy
                ? Future.failedFuture(new EraMismatch(Era.MODERN, Exchange.upstreamError(error, answer.status())))
                : Future.succeededFuture(answer);
    }

    private static boolean isBroken(Throwable failure) {
        return failure instanceof UpstreamFailure lost && lost.kind() == UpstreamFailure.Kind.BROKEN;
    }

    private Throwable explain(Throwable failure) {
        if (failure instanceof EraMismatch) {
            return failure;
        }
        if (failure instanceof UpstreamFailure lost
                && lost.kind() == UpstreamFailure.Kind.REFUSED
                && Discovery.mismatchIfRefused(lost) instanceof EraMismatch mismatch) {
            return mismatch;
        }
        return upstream.failures().error(failure, repeatable.isRepeatable(client, message));
    }

    /** Stops waiting and tells the upstream; may be called from any thread. */
    public void abort(Context context) {
        context.runOnContext(now -> {
            if (aborted) {
                return;
            }
            aborted = true;
            if (outbound != null && link != null) {
                outbound.abort();
                cancel(link, message.requireId());
            }
        });
    }

    /** On a process's standard input there is no stream to close: cancellation has to be said. */
    static void cancel(ModernChannel link, JsonRpcId id) {
        if (link.channel().isSessionBound()) {
            Message cancelled = Message.parse(
                    Messages.notificationMessage(
                            McpMethod.NOTIFICATIONS_CANCELLED,
                            "{\"requestId\":" + id.raw() + ",\"reason\":" + JsonEdit.quote("client went away") + "}"),
                    JsonLimits.DEFAULT);
            link.channel().send(new Outbound(cancelled, HttpHeaders.headers()));
        }
    }
}
