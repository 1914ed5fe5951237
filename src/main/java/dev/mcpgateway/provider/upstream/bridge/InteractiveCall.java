package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.Renumbering;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import dev.mcpgateway.provider.upstream.legacy.SessionCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A modern client's call at a legacy upstream. When the upstream asks the client something, the client gets an
 * {@code input_required} result and the call waits here, its stream open, for the retry that brings the answers.
 *
 * <p>Lives on the event loop that began it; retries hop there.
 */
final class InteractiveCall implements Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(InteractiveCall.class);
    /** A server that asks several things at once sends them one after another; the client shall get them together. */
    private static final long TOGETHER_MILLIS = 20;
    /** Notifications kept while nobody is there to take them; the oldest give way. */
    private static final int MOST_KEPT = 100;

    private final InteractiveCalls calls;
    private final Context context;
    private final ServerQuestions questions = new ServerQuestions();
    private final Deque<Message> kept = new ArrayDeque<>();
    private final SessionCall sending;
    private final ResumedStream resumed;
    private Renumbering renumbering;
    private Call call;
    private Promise<Void> place = Promise.promise();
    private @Nullable Promise<Reply> waiting;
    private @Nullable LegacySession session;
    private @Nullable Future<Message> outcome;
    private long together = -1;
    private boolean asked;
    private boolean over;

    InteractiveCall(InteractiveCalls calls, Call call) {
        this.calls = calls;
        this.call = call;
        this.context = calls.upstream().vertx().getOrCreateContext();
        this.renumbering = new Renumbering(call.message(), calls.upstream().nextId());
        this.resumed = new ResumedStream(calls.upstream(), this);
        Message message = call.message();
        Message sent = Message.parse(
                renumbering
                        .number(message, ModernForms.strip(message, JsonEdit.of(message.root())))
                        .apply(),
                JsonLimits.DEFAULT);
        this.sending = calls.sessionCall(
                call, sent, (client, request) -> !asked && calls.isRepeatable(client, message), this::send, this::in);
    }

    private Inbound in(LegacySession opened) {
        session = opened;
        return this;
    }

    /** The place among the calls in flight is given back while the call waits for a person. */
    private Future<Answer> send(LegacySession in, Outbound request, Inbound inbound) {
        Promise<Answer> answer = Promise.promise();
        Promise<Void> held = Promise.promise();
        place = held;
        calls.extend(request);
        Message message = Objects.requireNonNull(request.message());
        calls.upstream()
                .guard()
                .call(message.root().length(), () -> {
                    in.channel().request(request, inbound).onComplete(done -> {
                        if (done.succeeded()) {
                            held.tryComplete();
                        } else {
                            held.tryFail(done.cause());
                        }
                        answer.handle(done);
                    });
                    return held.future();
                })
                .onFailure(answer::tryFail);
        return answer.future();
    }

    Context context() {
        return context;
    }

    Call call() {
        return call;
    }

    /** Makes the call. */
    Future<Reply> start() {
        Future<Reply> reply = attach(call);
        sending.send().onComplete(done -> {
            if (done.failed()) {
                finish(Future.failedFuture(done.cause()));
            } else if (done.result().message() == null) {
                resumed.after(Objects.requireNonNull(session), done.result().eventId());
            } else {
                finish(Future.succeededFuture(done.result().message()));
            }
        });
        return reply;
    }

    private Future<Reply> attach(Call next) {
        Promise<Reply> promise = Promise.promise();
        call = next;
        waiting = promise;
        next.onCancel(() -> context.runOnContext(now -> {
            if (promise.equals(waiting)) {
                waiting = null;
                promise.tryFail(McpError.outcomeUnknown("the call was cancelled"));
                abandon("the client cancelled the call");
            }
        }));
        return promise.future();
    }

    /** What is wrong with the answers that a retry brings; null when {@link #retry} can take them. */
    @Nullable
    McpError problem(@Nullable JsonSlice inputResponses) {
        return questions.problem(inputResponses);
    }

    /** Goes on with what a retry brings. */
    Future<Reply> retry(Call next) {
        renumbering = new Renumbering(next.message(), renumbering.id());
        Future<Reply> reply = attach(next);
        JsonSlice params = next.message().params();
        kept.forEach(this::push);
        kept.clear();
        questions.answer(params == null ? null : params.get("inputResponses")).forEach(this::tell);
        if (outcome != null) {
            deliver(outcome);
        } else if (!questions.isEmpty()) {
            ask();
        }
        return reply;
    }

    @Override
    public void begin() {
        // A server of that era begins a stream for every call, while the status of this era's answer (400, 404) depends
        // on
        // what it says: the client's stream begins with the first message for it.
    }

    @Override
    public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
        resumed.seen(eventId, retryMillis);
        if (message == null || over) {
            return;
        }
        switch (message.kind()) {
            case REQUEST -> request(message);
            case NOTIFICATION -> notification(message);
            case RESPONSE -> finish(Future.succeededFuture(message));
        }
    }

    private void request(Message request) {
        String method = request.requireMethod();
        if (method.equals(McpMethod.PING)) {
            tell(ServerQuestions.empty(request));
        } else if (!McpMethod.isServerRequest(method)) {
            tell(ServerQuestions.refusal(request, ErrorCode.METHOD_NOT_FOUND, "Method not found: " + method));
        } else if (!McpMethod.mayRequireInput(call.message().requireMethod())) {
            tell(ServerQuestions.refusal(
                    request,
                    ErrorCode.ERA_CANNOT_CARRY,
                    "the client cannot be asked in the middle of "
                            + call.message().requireMethod()));
        } else {
            String missing = ServerQuestions.missingCapability(call.client(), request);
            if (missing == null) {
                ask(request);
            } else {
                refuse(request, missing);
            }
        }
    }

    private void refuse(Message request, String missing) {
        String what = "the call needs " + request.requireMethod() + ", which the client did not declare";
        tell(ServerQuestions.refusal(request, ErrorCode.METHOD_NOT_FOUND, what));
        abandon(what);
        deliver(Future.failedFuture(McpError.missingClientCapability(what, missing)));
    }

    private void ask(Message request) {
        asked = true;
        questions.add(request);
        if (together == -1 && waiting != null) {
            together = calls.upstream()
                    .vertx()
                    .setTimer(
                            TOGETHER_MILLIS,
                            now -> context.runOnContext(here -> {
                                together = -1;
                                if (!over && !questions.isEmpty()) {
                                    ask();
                                }
                            }));
        }
    }

    /** Gives the client what the server asks, and waits. */
    private void ask() {
        Promise<Reply> asking = waiting;
        if (asking == null) {
            return;
        }
        String state = calls.park(this);
        if (state == null) {
            asking.tryFail(McpError.overloaded(calls.upstream().failures().subject()
                    + " has as many calls that wait for their clients as interaction.maxParked allows"));
            waiting = null;
            abandon("too many calls wait for their clients");
            return;
        }
        waiting = null;
        place.tryComplete();
        String result = "{\"resultType\":\"input_required\",\"inputRequests\":" + questions.inputRequests()
                + ",\"requestState\":" + JsonEdit.quote(state) + "}";
        asking.tryComplete(Reply.result(Messages.resultMessage(call.message().requireId(), result)));
    }

    private void notification(Message notification) {
        switch (notification.requireMethod()) {
            case McpMethod.NOTIFICATIONS_PROGRESS -> pass(notification);
            case McpMethod.NOTIFICATIONS_MESSAGE -> {
                LogLevel wanted = wantedLevel(call.message());
                LogLevel level = LogLevel.of(notification.param("level"));
                if (wanted != null && (level == null || level.isAtLeast(wanted))) {
                    pass(notification);
                }
            }
            case McpMethod.NOTIFICATIONS_CANCELLED -> questions.cancelled(notification);
            case McpMethod.NOTIFICATIONS_ELICITATION_COMPLETE ->
                LOG.debug("{} has no form in the client's era", notification.method());
            default -> {
                if (!calls.audience().offer(call.client(), session, notification)) {
                    pass(notification);
                }
            }
        }
    }

    private void pass(Message notification) {
        if (waiting != null) {
            push(notification);
            return;
        }
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(notification);
    }

    private void push(Message notification) {
        call.push().send(PushedEvent.of(calls.upstream().name(), renumbering.restore(notification)));
    }

    /** The level from which on the client wants log messages of this request; null for none. */
    static @Nullable LogLevel wantedLevel(Message request) {
        JsonSlice meta = request.meta();
        return meta == null ? null : LogLevel.of(meta.string(MetaKeys.LOG_LEVEL));
    }

    private void tell(Message response) {
        LegacySession in = session;
        if (in != null) {
            in.channel()
                    .send(new Outbound(response, HttpHeaders.headers()))
                    .onFailure(failure -> finish(
                            Future.failedFuture(calls.upstream().failures().error(failure, false))));
        }
    }

    /** The call waits no longer because nobody came back. */
    void expire() {
        questions.refuse("the client did not answer in time").forEach(this::tell);
        abandon("the client did not come back with the answers");
    }

    private void abandon(String reason) {
        if (outcome == null) {
            tell(renumbering.cancellation(reason));
        }
        over = true;
        resumed.close();
        sending.abort(context);
    }

    /** Fails the call from outside. */
    void fail(McpError error) {
        finish(Future.failedFuture(error));
    }

    private void finish(Future<Message> how) {
        if (over) {
            return;
        }
        over = true;
        resumed.close();
        outcome = how;
        if (waiting != null) {
            deliver(how);
        }
    }

    private void deliver(Future<Message> how) {
        Promise<Reply> receiver = waiting;
        waiting = null;
        if (receiver == null) {
            return;
        }
        if (how.failed()) {
            receiver.tryFail(how.cause());
        } else {
            calls.reply(call, session, how.result()).onComplete(receiver);
        }
    }

    @Override
    public boolean accepts(Message message) {
        if (message.kind() == Message.Kind.REQUEST) {
            return McpMethod.mayRequireInput(call.message().requireMethod());
        }
        return !message.is(McpMethod.NOTIFICATIONS_MESSAGE) || wantedLevel(call.message()) != null;
    }

    @Override
    public boolean writeQueueFull() {
        return waiting != null && call.push().writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        call.push().onDrain(() -> context.runOnContext(drained -> handler.run()));
    }
}
