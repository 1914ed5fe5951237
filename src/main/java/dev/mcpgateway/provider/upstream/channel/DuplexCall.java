package dev.mcpgateway.provider.upstream.channel;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.channel.Deadlines.Deadline;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request on a duplex channel that waits for its response. Its state belongs to the event loop that began it; messages come
 * from the thread that reads the channel and hop there, in order.
 */
final class DuplexCall implements DuplexReceiver {
    private final Inbound inbound;
    private final JsonRpcId id;
    private final @Nullable JsonRpcId progressToken;
    private final boolean standing;
    private final ContextInternal context = ContextInternal.current();
    private final Promise<Answer> promise = Promise.promise();
    private final Deadline silence;
    private final Deadline total;
    private final Taking taking;
    private boolean begun;
    private boolean over;
    private volatile boolean sent;

    DuplexCall(UpstreamConfig.Deadlines configured, Outbound outbound, Inbound inbound) {
        Message message = outbound.requireMessage();
        this.inbound = inbound;
        this.taking = new Taking(inbound, context);
        this.id = message.requireId();
        this.progressToken = message.progressToken();
        this.standing = outbound.isStanding();
        Duration mostSilence = outbound.silence(configured.idle());
        Duration mostTotal = outbound.total(configured.request());
        Deadlines deadlines = Deadlines.current();
        this.silence = deadlines.start(
                mostSilence, () -> end(UpstreamFailure.timedOut("silence", mostSilence, "deadlines.idle")));
        this.total = deadlines.start(
                mostTotal, () -> end(UpstreamFailure.timedOut("no response", mostTotal, "deadlines.request")));
        outbound.onAbort(() -> end(UpstreamFailure.aborted()));
    }

    JsonRpcId id() {
        return id;
    }

    Future<Answer> answer() {
        return promise.future();
    }

    boolean wantsProgress(JsonRpcId token) {
        return token.equals(progressToken);
    }

    /** Whether a message that names no call may be meant for this one. */
    boolean accepts(Message message) {
        return !standing && inbound.accepts(message);
    }

    /** The upstream may have the request. */
    void sent() {
        sent = true;
    }

    /** The upstream is there, whatever it says. */
    void alive() {
        context.runOnContext(_ -> silence.touch());
    }

    @Override
    public void deliver(Message message, Runnable taken) {
        context.runOnContext(_ -> {
            if (over) {
                taken.run();
                return;
            }
            silence.touch();
            if (!begun) {
                begun = true;
                inbound.begin();
            }
            inbound.event(message, null, null);
            taking.await(taken);
        });
    }

    void respond(Message response, Runnable taken) {
        context.runOnContext(_ -> {
            taken.run();
            if (finish()) {
                promise.complete(new Answer(200, response, null, null));
            }
        });
    }

    /** Ends the call because the channel failed. */
    void fail(UpstreamFailure failure) {
        context.runOnContext(_ -> end(failure));
    }

    /** Ends the call because the channel is lost: what was sent may have run. */
    void lose(UpstreamFailure failure) {
        fail(
                sent && !failure.kind().mayHaveRun()
                        ? new UpstreamFailure(Kind.BROKEN, String.valueOf(failure.getMessage()))
                        : failure);
    }

    private void end(UpstreamFailure failure) {
        if (finish()) {
            promise.fail(failure);
        }
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        silence.cancel();
        total.cancel();
        taking.end();
        return true;
    }
}
