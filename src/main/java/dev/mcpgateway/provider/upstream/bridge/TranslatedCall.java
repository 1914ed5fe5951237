package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.InvalidHeaderValue;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.upstream.catalog.ToolTraits;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.exchange.Repeatable;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.modern.ModernCall;
import dev.mcpgateway.provider.upstream.modern.ModernChannels;
import dev.mcpgateway.provider.upstream.modern.ModernHeaders;
import dev.mcpgateway.provider.upstream.modern.ModernInbound;
import dev.mcpgateway.provider.upstream.modern.RequestMeta;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A legacy client's call at a modern upstream: as often as the upstream asks for input the client is asked, and the request is
 * made again with the answers, under a new id.
 */
final class TranslatedCall implements Runnable {
    private final Upstream upstream;
    private final ModernChannels channels;
    private final Repeatable repeatable;
    private final KnownTools tools;
    private final ClientQuestions questions;
    private final int mostRounds;
    private final Call call;
    private final Message message;
    private final JsonSlice originalId;
    private final Context context;
    private @Nullable ModernCall sending;
    private @Nullable QuestionRound asking;
    private boolean headersRetried;
    private boolean cancelled;
    private int rounds;

    TranslatedCall(
            Upstream upstream,
            ModernChannels channels,
            Repeatable repeatable,
            KnownTools tools,
            ClientQuestions questions,
            int mostRounds,
            Call call) {
        this.upstream = upstream;
        this.channels = channels;
        this.repeatable = repeatable;
        this.tools = tools;
        this.questions = questions;
        this.mostRounds = mostRounds;
        this.call = call;
        this.message = call.message();
        this.originalId = Objects.requireNonNull(message.idSlice(), "a request has an id");
        this.context = upstream.vertx().getOrCreateContext();
    }

    /** Stops waiting for the answer; may be called from any thread. */
    @Override
    public void run() {
        context.runOnContext(now -> {
            cancelled = true;
            if (sending != null) {
                sending.abort(context);
            }
            if (asking != null) {
                asking.withdraw(McpError.outcomeUnknown("the call was cancelled while the client was asked something"));
            }
        });
    }

    Future<Reply> send() {
        call.onCancel(this);
        String tool = tool();
        return tool == null || tools.areKnown(call.client())
                ? send(null, null)
                : tools.list(call.client()).compose(listed -> send(null, null));
    }

    private @Nullable String tool() {
        return message.is(McpMethod.TOOLS_CALL) ? message.name() : null;
    }

    private Future<Reply> send(@Nullable String inputResponses, @Nullable JsonSlice requestState) {
        if (cancelled) {
            return Future.failedFuture(McpError.outcomeUnknown("the call was cancelled"));
        }
        Message request = translated(inputResponses, requestState);
        MultiMap headers = ModernHeaders.of(upstream, call, request);
        try {
            addParamHeaders(headers);
        } catch (InvalidHeaderValue e) {
            return Future.failedFuture(
                    McpError.invalidParams("an argument cannot be mirrored into a header: " + e.getMessage()));
        }
        ModernCall next = new ModernCall(
                upstream,
                channels,
                repeatable,
                call.client(),
                request,
                headers,
                new ModernInbound(upstream, call.push(), null));
        sending = next;
        return next.send().compose(this::answered);
    }

    private Message translated(@Nullable String inputResponses, @Nullable JsonSlice requestState) {
        JsonSlice root = message.root();
        JsonSlice params = message.params();
        JsonEdit edit = JsonEdit.of(root);
        RequestMeta.add(
                edit, root, params, message.meta(), call.client(), call.client().logLevel());
        if (rounds > 0 || channels.areIdsShared(call.client())) {
            JsonRpcId id = upstream.nextId();
            edit.replace(originalId, id.raw());
        }
        if (params != null && inputResponses != null) {
            edit.put(params, "inputResponses", inputResponses);
        }
        if (params != null && requestState != null) {
            edit.put(params, "requestState", requestState.toString());
        }
        return Message.parse(edit.apply(), JsonLimits.DEFAULT);
    }

    private void addParamHeaders(MultiMap headers) {
        String name = tool();
        ToolTraits traits = name == null ? null : tools.traits(call.client(), name);
        JsonSlice params = message.params();
        if (traits != null && traits.headers() != null && params != null) {
            traits.headers().headers(params.get("arguments")).forEach(headers::set);
        }
    }

    private Future<Reply> answered(Answer answer) {
        Message response = answer.message();
        if (response == null) {
            return Future.failedFuture(
                    McpError.outcomeUnknown(
                            "Outcome unknown: " + upstream.failures().subject()
                                    + " ended its stream without an answer. The call may have run; look before you repeat it."));
        }
        JsonSlice error = response.error();
        if (error != null) {
            return isHeaderMismatch(error) && tool() != null && !headersRetried
                    ? withNewHeaders()
                    : Future.succeededFuture(reply(response));
        }
        JsonSlice result = response.result();
        String type = LegacyForms.resultType(result);
        if (result == null || type == null || type.equals("complete")) {
            return Future.succeededFuture(reply(response));
        }
        if (!type.equals("input_required") || !McpMethod.mayRequireInput(message.requireMethod())) {
            return Future.failedFuture(
                    McpError.eraCannotCarry(upstream.failures().subject() + " answered with a result of type '" + type
                            + "', which has no form in " + call.client().version()));
        }
        return askClient(result);
    }

    private Reply reply(Message response) {
        // HTTP statuses of 2026-07-28 mean other things to a legacy client: 404 would end its session.
        Buffer body = LegacyForms.response(message.requireMethod(), response, originalId);
        return new Reply(200, body, response.error() != null, null);
    }

    private static boolean isHeaderMismatch(JsonSlice error) {
        JsonSlice code = error.get("code");
        return code != null && code.toString().equals(String.valueOf(ErrorCode.HEADER_MISMATCH));
    }

    /** The schema that says which arguments are mirrored may be older than the server. */
    private Future<Reply> withNewHeaders() {
        headersRetried = true;
        return tools.listAgain(call.client()).compose(listed -> send(null, null));
    }

    private Future<Reply> askClient(JsonSlice result) {
        rounds++;
        if (rounds > mostRounds) {
            return Future.failedFuture(McpError.upstreamUnavailable(
                    upstream.failures().subject() + " asked the client for input more than " + mostRounds
                            + " times in one call; it was given up"));
        }
        JsonSlice requests = result.get("inputRequests");
        JsonSlice state = result.get("requestState");
        boolean asks = requests != null
                && requests.is(JsonType.OBJECT)
                && !requests.members().isEmpty();
        if (!asks && state == null) {
            return Future.failedFuture(McpError.upstreamUnavailable(
                    upstream.failures().subject() + " wants input and does not say which"));
        }
        if (!asks || requests == null) {
            return send(null, state);
        }
        QuestionRound round = questions.ask(call, requests);
        asking = round;
        return round.answers().compose(responses -> {
            asking = null;
            return send(responses, state);
        });
    }
}
