package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one {@code input_required} result asks of a legacy client: all of it is answered, or the round fails. */
final class QuestionRound {
    private final Upstream upstream;
    private final Call call;
    private final long timer;
    private final Map<String, Question> open = new LinkedHashMap<>();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Promise<String> answers = Promise.promise();

    QuestionRound(Upstream upstream, Call call, Duration waitFor) {
        this.upstream = upstream;
        this.call = call;
        this.timer = upstream.vertx()
                .setTimer(
                        waitFor.toMillis(),
                        late -> withdraw(McpError.upstreamTimedOut("the client did not answer what "
                                + upstream.failures().subject()
                                + " asked within interaction.parkedFor; the call did not complete")));
    }

    private record Question(String key, String method) {}

    /** The {@code inputResponses} object; fails with {@code McpError}. Completes on the context that asks for it. */
    Future<String> answers() {
        return SingleFlight.here(upstream.vertx(), answers.future());
    }

    boolean isOf(Client client) {
        return call.client().key().equals(client.key());
    }

    /** Puts one question. */
    void ask(String own, String key, JsonSlice request) {
        String method = String.valueOf(request.string("method"));
        synchronized (open) {
            open.put(own, new Question(key, method));
            // Inputs keep the order in which they were asked for.
            inputs.put(key, "null");
        }
        String id = upstream.ids().token(own);
        JsonSlice params = request.get("params");
        String json = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":" + JsonEdit.quote(method)
                + (params == null ? "" : ",\"params\":" + legacyParams(method, params, id)) + "}";
        call.push().begin();
        push(Buffer.buffer(json));
    }

    /** 2025-11-25 wants an id in elicitations by URL, which 2026-07-28 has no more. */
    private static String legacyParams(String method, JsonSlice params, String id) {
        boolean byUrl = method.equals(McpMethod.ELICITATION_CREATE) && "url".equals(params.string("mode"));
        return byUrl && params.get("elicitationId") == null
                ? JsonEdit.of(params)
                        .insert(params, "elicitationId", id)
                        .apply()
                        .toString()
                : params.toString();
    }

    private void push(Buffer message) {
        call.push().send(PushedEvent.of(upstream.name(), Message.parse(message, JsonLimits.DEFAULT)));
    }

    /** Takes a client's response; false when it is not waited for. */
    boolean answer(String own, Message response) {
        Question question;
        boolean last;
        JsonSlice result = response.result();
        synchronized (open) {
            question = open.remove(own);
            if (question == null) {
                return false;
            }
            if (result != null) {
                inputs.put(question.key, result.toString());
            }
            last = open.isEmpty();
        }
        McpError refusal = refusal(question, response.error(), result);
        if (refusal != null) {
            withdraw(refusal);
        } else if (last) {
            upstream.vertx().cancelTimer(timer);
            answers.tryComplete(inputResponses());
        }
        return true;
    }

    /**
     * A declined elicitation is a result like any other. For a request that failed 2026-07-28 has no form, so the call ends
     * with the client's own error.
     */
    private static @Nullable McpError refusal(
            Question question, @Nullable JsonSlice error, @Nullable JsonSlice result) {
        if (error != null) {
            McpError said = Exchange.upstreamError(error, 200);
            return new McpError(
                    said.code(),
                    "the client refused " + question.method + ", which the call needs: " + said.getMessage(),
                    said.data(),
                    200);
        }
        return result == null || !result.is(JsonType.OBJECT)
                ? McpError.invalidParams("the client answered " + question.method + " with a result that is no object")
                : null;
    }

    private String inputResponses() {
        StringBuilder responses = new StringBuilder("{");
        synchronized (open) {
            inputs.forEach((key, input) -> responses
                    .append(responses.length() > 1 ? "," : "")
                    .append(JsonEdit.quote(key))
                    .append(':')
                    .append(input));
        }
        return responses.append('}').toString();
    }

    /** Ends the round, and tells the client that what it has not answered yet does not matter any more. */
    void withdraw(McpError reason) {
        upstream.vertx().cancelTimer(timer);
        Map<String, Question> unanswered;
        synchronized (open) {
            unanswered = new LinkedHashMap<>(open);
            open.clear();
        }
        unanswered.forEach((own, question) -> push(Messages.notificationMessage(
                McpMethod.NOTIFICATIONS_CANCELLED,
                "{\"requestId\":" + upstream.ids().token(own) + ",\"reason\":"
                        + JsonEdit.quote(String.valueOf(reason.getMessage())) + "}")));
        answers.tryFail(reason);
    }
}
