package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.config.UpstreamConfig.Deadlines;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import dev.mcpgateway.provider.upstream.legacy.LegacySessions;
import dev.mcpgateway.provider.upstream.legacy.SessionCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of modern clients at one legacy upstream, and those among them that wait for their clients to come back. */
final class InteractiveCalls {
    /** Names no waiting call: the retry makes the call anew. */
    private static final String NOTHING_WAITS = "-";

    private static final String END_OF_TASK = "/";

    private final Upstream upstream;
    private final LegacySessions sessions;
    private final Repeatable repeatable;
    private final ModernForms forms;
    private final Audience audience;
    private final Interaction limits;
    private final RequestState states;
    private final String task;
    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    InteractiveCalls(
            Upstream upstream,
            LegacySessions sessions,
            Repeatable repeatable,
            ModernForms forms,
            Audience audience,
            Interaction limits,
            RequestState states,
            String task) {
        this.upstream = upstream;
        this.sessions = sessions;
        this.repeatable = repeatable;
        this.forms = forms;
        this.audience = audience;
        this.limits = limits;
        this.states = states;
        this.task = task;
    }

    private record Parked(InteractiveCall call, long timer) {}

    Upstream upstream() {
        return upstream;
    }

    Audience audience() {
        return audience;
    }

    boolean isRepeatable(Client client, Message request) {
        return repeatable.isRepeatable(client, request);
    }

    SessionCall sessionCall(
            Call call,
            Message sent,
            Repeatable unlessAsked,
            SessionCall.Sender sender,
            Function<LegacySession, Inbound> inbound) {
        return new SessionCall(
                upstream,
                sessions,
                unlessAsked,
                call.client(),
                sent,
                upstream.headers().from(call.headers(), call.requestId()),
                sender,
                inbound);
    }

    /** Gives a call's stream the time that the call may wait for a person. */
    void extend(Outbound request) {
        Deadlines deadlines = upstream.config().deadlines();
        request.within(limits.longer(deadlines.idle()), limits.longer(deadlines.request()));
    }

    /** Whether a request is the retry of a call that another task keeps. */
    boolean isElsewhere(Call call) {
        try {
            String name = waiting(call);
            return name != null && !name.equals(NOTHING_WAITS) && !task.equals(taskOf(name));
        } catch (McpError invalid) {
            return false;
        }
    }

    /**
     * Makes a call, or goes on with the one that it is the retry of; fails with {@link HeldElsewhere} when that one waits at
     * another task.
     */
    Future<Reply> request(Call call) {
        try {
            String name = waiting(call);
            return name == null || name.equals(NOTHING_WAITS)
                    ? new InteractiveCall(this, call).start()
                    : retry(name, call);
        } catch (McpError invalid) {
            return Future.failedFuture(invalid);
        }
    }

    /** The name of the waiting call that a request is the retry of; null for one that begins. */
    private @Nullable String waiting(Call call) {
        JsonSlice params = call.message().params();
        JsonSlice state = params == null ? null : params.get("requestState");
        if (state == null) {
            return null;
        }
        if (!state.is(JsonType.STRING)) {
            throw RequestState.invalid("it is no string");
        }
        return states.open(state.asString(), call.client(), call.message());
    }

    private static String taskOf(String name) {
        return name.substring(0, Math.max(0, name.indexOf(END_OF_TASK)));
    }

    private Future<Reply> retry(String name, Call call) {
        if (!task.equals(taskOf(name))) {
            return Future.failedFuture(new HeldElsewhere(taskOf(name)));
        }
        Parked found = parked.get(name);
        if (found == null) {
            return Future.failedFuture(gone());
        }
        Promise<Reply> reply = Promise.promise();
        found.call().context().runOnContext(here -> {
            JsonSlice params = call.message().params();
            McpError problem = found.call().problem(params == null ? null : params.get("inputResponses"));
            if (problem != null) {
                reply.fail(problem);
            } else if (parked.remove(name, found)) {
                upstream.vertx().cancelTimer(found.timer());
                found.call().retry(call).onComplete(reply);
            } else {
                reply.fail(gone());
            }
        });
        return SingleFlight.here(upstream.vertx(), reply.future());
    }

    private static McpError gone() {
        return RequestState.invalid("its call does not wait any more, because it was used already or waited too long");
    }

    /** Lets a call wait; returns the state to give to the client, or null when too many wait already. */
    @Nullable
    String park(InteractiveCall call) {
        if (parked.size() >= limits.mostWaiting()) {
            return null;
        }
        String name = task + END_OF_TASK + UUID.randomUUID();
        long timer = upstream.vertx().setTimer(limits.waitFor().toMillis(), late -> expire(name));
        parked.put(name, new Parked(call, timer));
        return states.seal(
                name, limits.waitFor(), call.call().client(), call.call().message());
    }

    private void expire(String name) {
        Parked expired = parked.remove(name);
        if (expired != null) {
            expired.call().context().runOnContext(here -> expired.call().expire());
        }
    }

    /** The reply to a client for what the upstream answered. */
    Future<Reply> reply(Call call, @Nullable LegacySession session, Message response) {
        JsonSlice error = response.error();
        JsonSlice code = error == null ? null : error.get("code");
        if (error != null
                && code != null
                && code.toString().equals(String.valueOf(ErrorCode.URL_ELICITATION_REQUIRED))) {
            return elicitUrls(call, error);
        }
        JsonSlice initialized = session == null ? null : session.initializeResult();
        Buffer translated = forms.response(call.message(), response, initialized);
        return Future.succeededFuture(new Reply(ModernForms.status(response), translated, error != null, null));
    }

    /** What 2025-11-25 says by an error, 2026-07-28 says by a result that asks for input and is tried again. */
    private Future<Reply> elicitUrls(Call call, JsonSlice error) {
        JsonSlice data = error.get("data");
        JsonSlice elicitations = data == null ? null : data.get("elicitations");
        JsonSlice declared = call.client().capabilities().get("elicitation");
        if (elicitations == null || elicitations.elements().isEmpty()) {
            return Future.failedFuture(McpError.eraCannotCarry(
                    upstream.failures().subject() + " wants URLs to be opened and does not say which"));
        }
        if (declared == null || declared.get("url") == null) {
            return Future.failedFuture(McpError.missingClientCapability(
                    "the call needs elicitation by URL, which the client did not declare",
                    "{\"elicitation\":{\"url\":{}}}"));
        }
        StringBuilder requests = new StringBuilder("{");
        int last = 0;
        for (JsonSlice elicitation : elicitations.elements()) {
            requests.append(last == 0 ? "" : ",")
                    .append("\"request-" + ++last + "\":{\"method\":\"elicitation/create\",\"params\":")
                    .append(elicitation)
                    .append('}');
        }
        String state = states.seal(NOTHING_WAITS, limits.waitFor(), call.client(), call.message());
        String result = "{\"resultType\":\"input_required\",\"inputRequests\":" + requests + "},\"requestState\":"
                + JsonEdit.quote(state) + "}";
        return Future.succeededFuture(
                Reply.result(Messages.resultMessage(call.message().requireId(), result)));
    }

    /** Ends what waits. */
    void close() {
        parked.keySet().forEach(this::expire);
    }
}
