package dev.mcpgateway.transport.api;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.InsufficientScope;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.protocol.MetaKeys;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.protocol.RateLimited;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.session.StatelessClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One request of the API on its way down, as a request of an MCP client of 2026-07-28 without capabilities: what a tool would ask
 * its person has no form here.
 */
public final class ApiCall {
    private static final String CLIENT_INFO = "{\"name\":\"mcp-gateway-http-api\",\"version\":\"2.0\"}";
    private static final JsonSlice CLIENT = JsonSlice.parse(Buffer.buffer(CLIENT_INFO), JsonLimits.DEFAULT);
    private static final String META = "\"_meta\":{\"" + MetaKeys.PROTOCOL_VERSION + "\":\"" + ProtocolVersion.LATEST
            + "\",\"" + MetaKeys.CLIENT_INFO + "\":" + CLIENT_INFO + ",\"" + MetaKeys.CLIENT_CAPABILITIES + "\":{}}";

    private final ApiRequest request;
    private final String requestId;
    private final Call call;

    /**
     * @param principal who asks, as this very request has proven
     * @param headers the client's HTTP headers
     * @param id of the HTTP request, for logs and upstreams
     * @param limits those that the request was read with
     */
    public ApiCall(ApiRequest request, Principal principal, MultiMap headers, String id, JsonLimits limits) {
        this.request = request;
        this.requestId = request.requestId() == null ? ApiAnswer.NO_ID : request.requestId();
        StatelessClient client =
                new StatelessClient(principal.person(), ProtocolVersion.LATEST, CLIENT, Sessions.nothing());
        this.call = new Call(client, principal, message(id, limits), headers, id, Unheard.INSTANCE);
    }

    private Message message(String id, JsonLimits limits) {
        String tool = request.tool();
        StringBuilder params = new StringBuilder("{");
        if (tool != null) {
            params.append("\"name\":").append(JsonEdit.quote(tool)).append(',');
            JsonSlice arguments = request.arguments();
            params.append("\"arguments\":")
                    .append(arguments == null ? "{}" : arguments.toString())
                    .append(',');
        }
        Buffer text = Messages.requestMessage(
                JsonRpcId.of(id), tool == null ? McpMethod.TOOLS_LIST : McpMethod.TOOLS_CALL, params + META + "}");
        return Message.parse(text, limits);
    }

    /** The MCP method that the request means. */
    public String method() {
        return call.message().requireMethod();
    }

    /** The provider that answers; null when the gateway answers itself, or nobody does. */
    public @Nullable String provider() {
        return call.provider();
    }

    /** Nobody waits any longer. */
    public void cancel() {
        call.cancel();
    }

    /** Sends the request down; fails with what nobody foresaw alone, and completes on the event loop that sends it. */
    public Future<ApiAnswer> send(Dispatcher dispatcher) {
        Future<Reply> way;
        try {
            way = dispatcher.apiRequest(call);
        } catch (RuntimeException failure) {
            way = Future.failedFuture(failure);
        }
        return way.compose(reply -> answered(dispatcher, reply)).recover(failure -> failed(dispatcher, failure));
    }

    private Future<ApiAnswer> answered(Dispatcher dispatcher, Reply reply) {
        Buffer body = reply.body();
        if (body == null) {
            return Future.failedFuture(McpError.outcomeUnknown(
                    "the upstream ended its answer early: the call may have run, find out before repeating it"));
        }
        JsonSlice root = JsonSlice.parse(body, JsonLimits.DEFAULT);
        JsonSlice result = root.get("result");
        if (reply.isError() || result == null) {
            return Future.failedFuture(upstreamError(root.get("error")));
        }
        if (request.tool() == null) {
            return Future.succeededFuture(ApiAnswer.response(request.requestId(), ToolEntries.of(result)));
        }
        String type = result.string("resultType");
        if (type != null && !type.equals("complete")) {
            return Future.failedFuture(new McpError(
                    ErrorCode.ERA_CANNOT_CARRY,
                    "this tool asks the person something before it goes on, which has no form in the HTTP API; use it"
                            + " from an MCP client",
                    501));
        }
        JsonSlice isError = result.get("isError");
        if (isError == null || !"true".equals(isError.toString())) {
            return Future.succeededFuture(ApiAnswer.response(request.requestId(), result.toBuffer()));
        }
        return unlessUnknown(dispatcher, ApiAnswer.told(requestId, ResultText.of(result), result));
    }

    private static McpError upstreamError(@Nullable JsonSlice error) {
        JsonSlice code = error == null ? null : error.get("code");
        JsonSlice data = error == null ? null : error.get("data");
        String message = error == null ? null : error.string("message");
        int number = code == null ? ErrorCode.INTERNAL_ERROR : number(code);
        return new McpError(
                number,
                message == null ? "the upstream answered with an error" : message,
                data == null ? null : data.toString(),
                number == ErrorCode.INVALID_PARAMS ? 422 : 502);
    }

    private static int number(JsonSlice code) {
        try {
            return Math.toIntExact(code.asLong().orElse(ErrorCode.INTERNAL_ERROR));
        } catch (ArithmeticException | IllegalStateException e) {
            return ErrorCode.INTERNAL_ERROR;
        }
    }

    private Future<ApiAnswer> failed(Dispatcher dispatcher, Throwable failure) {
        if (!(failure instanceof McpError error)) {
            return Future.failedFuture(failure);
        }
        return switch (error) {
            case RateLimited limited -> answer(ApiErrorCode.RATE_LIMIT_EXCEEDED, 429, limited);
            case InsufficientScope lacking -> answer(ApiErrorCode.INSUFFICIENT_SCOPE, 403, lacking);
            default -> {
                Future<ApiAnswer> told = answer(ApiErrorCode.EXECUTION_FAILED, status(error), error);
                yield error.code() == ErrorCode.INVALID_PARAMS || error.code() == ErrorCode.METHOD_NOT_FOUND
                        ? told.compose(answer -> unlessUnknown(dispatcher, answer))
                        : told;
            }
        };
    }

    private Future<ApiAnswer> answer(ApiErrorCode code, int status, McpError error) {
        return Future.succeededFuture(ApiAnswer.failed(requestId, code, status, error));
    }

    /** What is wrong with the token is 401, and what is not at this address 404; neither is so when a tool fails. */
    private static int status(McpError error) {
        int status = error.httpStatus();
        return status == 403 || status == 422 || status >= 500 ? status : status == 400 ? 422 : 502;
    }

    /** Servers say in many ways that they have no such tool; whether it is listed says so as well. */
    private Future<ApiAnswer> unlessUnknown(Dispatcher dispatcher, ApiAnswer answer) {
        String tool = request.tool();
        if (tool == null) {
            return Future.succeededFuture(answer);
        }
        return dispatcher
                .listsTool(call.client(), tool)
                .map(listed -> listed
                        ? answer
                        : ApiAnswer.error(
                                requestId,
                                ApiErrorCode.TOOL_NOT_FOUND,
                                "there is no such tool; the list has those that you may use",
                                404))
                .otherwise(answer);
    }

    /** The failure of a call that had not ended when the gateway stopped. */
    public ApiAnswer abandoned(McpError failure) {
        return ApiAnswer.failed(requestId, ApiErrorCode.EXECUTION_FAILED, failure.httpStatus(), failure);
    }
}
