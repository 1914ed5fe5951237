package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Message;
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
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request in a client's session. When the upstream has lost the session it is opened again; the request is repeated, once,
 * when it surely did not run or may run twice.
 */
public final class SessionCall {

    /** How the request is sent: as one of the limited calls, or as one of the gateway's own with a deadline. */
    @FunctionalInterface
    public interface Sender {
        Future<Answer> send(LegacySession session, Outbound request, Inbound inbound);
    }

    private final Upstream upstream;
    private final LegacySessions sessions;
    private final Repeatable repeatable;
    private final Client client;
    private final Message message;
    private final MultiMap headers;
    private final Sender sender;
    private final Function<LegacySession, Inbound> inbound;
    private @Nullable Outbound outbound;
    private @Nullable LegacySession session;
    private boolean aborted;
    private boolean repeated;

    public SessionCall(
            Upstream upstream,
            LegacySessions sessions,
            Repeatable repeatable,
            Client client,
            Message message,
            MultiMap headers,
            Sender sender,
            Function<LegacySession, Inbound> inbound) {
        this.upstream = upstream;
        this.sessions = sessions;
        this.repeatable = repeatable;
        this.client = client;
        this.message = message;
        this.headers = headers;
        this.sender = sender;
        this.inbound = inbound;
    }

    /** Sends the request; fails with {@code McpError} or {@link EraMismatch}. */
    public Future<Answer> send() {
        LegacySession open = sessions.open(client);
        return (open != null ? sendIn(open) : sessions.of(client).compose(this::sendIn)).recover(this::explain);
    }

    /** The session in which the request was last sent. */
    public LegacySession session() {
        return Objects.requireNonNull(session, "the request was not sent yet");
    }

    /** Sends a message about the request to where the request was sent, if it was. */
    public void tell(Message about) {
        if (session != null) {
            session.channel().send(new Outbound(about, HttpHeaders.headers()));
        }
    }

    /** Stops waiting for the answer; may be called from any thread. */
    public void abort(Context context) {
        context.runOnContext(now -> {
            aborted = true;
            if (outbound != null) {
                outbound.abort();
            }
        });
    }

    private Future<Answer> sendIn(LegacySession in) {
        if (aborted) {
            return Future.failedFuture(
                    new UpstreamFailure(UpstreamFailure.Kind.ABORTED, "cancelled before it was sent"));
        }
        Outbound request = new Outbound(message, headers);
        outbound = request;
        session = in;
        in.use();
        return sender.send(in, request, inbound.apply(in)).transform((answer, failure) -> {
            in.done();
            return failure == null ? checked(answer) : failed(in, failure);
        });
    }

    /** Answers by which only a server that has gone over to the stateless era refuses a request. */
    private static Future<Answer> checked(Answer answer) {
        JsonSlice error = answer.status() != 400 || answer.message() == null
                ? null
                : answer.message().error();
        JsonSlice code = error == null ? null : error.get("code");
        if (error == null || code == null) {
            return Future.succeededFuture(answer);
        }
        String number = code.toString();
        return number.equals(String.valueOf(ErrorCode.HEADER_MISMATCH))
                        || number.equals(String.valueOf(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION))
                ? Future.failedFuture(new EraMismatch(Era.LEGACY, Exchange.upstreamError(error, 400)))
                : Future.succeededFuture(answer);
    }

    private Future<Answer> failed(LegacySession in, Throwable failure) {
        if (repeated || aborted || !(failure instanceof UpstreamFailure lost)) {
            return Future.failedFuture(failure);
        }
        return switch (lost.kind()) {
            case SESSION_LOST -> again(sessions.reopen(client, in));
            case BROKEN -> mayRunTwice() ? again(sessions.of(client)) : Future.failedFuture(failure);
            case UNREACHABLE, REFUSED, TIMED_OUT, GARBLED, TOO_LARGE, ABORTED -> Future.failedFuture(failure);
        };
    }

    private Future<Answer> again(Future<LegacySession> next) {
        repeated = true;
        return next.compose(this::sendIn);
    }

    private boolean mayRunTwice() {
        return repeatable.isRepeatable(client, message);
    }

    private Future<Answer> explain(Throwable failure) {
        return Future.failedFuture(
                failure instanceof EraMismatch ? failure : upstream.failures().error(failure, mayRunTwice()));
    }
}
