package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.exchange.CallsInFlight;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that a legacy server makes in the middle of one call and that the client has not answered yet. */
final class ServerQuestions {
    private final Map<String, Message> open = new LinkedHashMap<>();
    private int last;

    /** Adds a request of the server; the client knows it by a key that is unique in the call. */
    void add(Message request) {
        open.put("request-" + ++last, request);
    }

    /** Forgets a request that the server has cancelled. */
    void cancelled(Message notification) {
        JsonRpcId cancelled = CallsInFlight.cancelledId(notification);
        open.values().removeIf(request -> request.requireId().equals(cancelled));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The {@code inputRequests} object. */
    String inputRequests() {
        StringBuilder requests = new StringBuilder("{");
        open.forEach((key, request) -> {
            JsonSlice params = request.params();
            requests.append(requests.length() > 1 ? "," : "")
                    .append(JsonEdit.quote(key))
                    .append(":{\"method\":")
                    .append(JsonEdit.quote(request.requireMethod()))
                    .append(params == null ? "" : ",\"params\":" + params)
                    .append('}');
        });
        return requests.append('}').toString();
    }

    /**
     * What is wrong with a retry's {@code inputResponses}; null when they can be taken. Missing and unknown ones are not
     * wrong.
     */
    @Nullable
    McpError problem(@Nullable JsonSlice inputResponses) {
        if (inputResponses == null || inputResponses.is(JsonType.NULL)) {
            return null;
        }
        if (!inputResponses.is(JsonType.OBJECT)) {
            return McpError.invalidParams("params.inputResponses must be an object");
        }
        for (String key : open.keySet()) {
            JsonSlice input = inputResponses.get(key);
            if (input != null && !input.is(JsonType.OBJECT)) {
                return McpError.invalidParams("params.inputResponses." + key + " must be an object");
            }
        }
        return null;
    }

    /** Takes the client's answers; returns the responses for the server. */
    List<Message> answer(@Nullable JsonSlice inputResponses) {
        List<Message> responses = new ArrayList<>();
        open.entrySet().removeIf(question -> {
            JsonSlice input = inputResponses == null ? null : inputResponses.get(question.getKey());
            if (input != null) {
                responses.add(parse(Messages.resultMessage(question.getValue().requireId(), input.toString())));
            }
            return input != null;
        });
        return responses;
    }

    /** Gives up; returns the error responses for the server. */
    List<Message> refuse(String reason) {
        List<Message> responses = open.values().stream()
                .map(request -> refusal(request, ErrorCode.INTERNAL_ERROR, reason))
                .toList();
        open.clear();
        return responses;
    }

    /** The error response to one request of the server. */
    static Message refusal(Message request, int code, String reason) {
        return parse(Messages.errorMessage(request.requireId(), code, reason, null));
    }

    /** The empty result for a request of the server. */
    static Message empty(Message request) {
        return parse(Messages.resultMessage(request.requireId(), "{}"));
    }

    private static Message parse(Buffer json) {
        return Message.parse(json, JsonLimits.DEFAULT);
    }

    /**
     * The capability that a client needs to be asked this, as a {@code ClientCapabilities} object; null when it has declared
     * it.
     */
    static @Nullable String missingCapability(Client client, Message request) {
        JsonSlice declared = client.capabilities();
        return switch (request.requireMethod()) {
            case McpMethod.SAMPLING_CREATE_MESSAGE -> declared.get("sampling") == null ? "{\"sampling\":{}}" : null;
            case McpMethod.ROOTS_LIST -> declared.get("roots") == null ? "{\"roots\":{}}" : null;
            case McpMethod.ELICITATION_CREATE -> {
                JsonSlice elicitation = declared.get("elicitation");
                boolean url = "url".equals(request.param("mode"));
                if (url && (elicitation == null || elicitation.get("url") == null)) {
                    yield "{\"elicitation\":{\"url\":{}}}";
                }
                yield elicitation == null ? "{\"elicitation\":{}}" : null;
            }
            default -> null;
        };
    }
}
