package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.transport.api.ApiAnswer;
import dev.mcpgateway.transport.api.ApiCall;
import dev.mcpgateway.transport.api.ApiErrorCode;
import dev.mcpgateway.transport.api.ApiFailure;
import dev.mcpgateway.transport.api.ApiRequest;
import dev.mcpgateway.transport.api.OpenApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** The HTTP API at its two addresses. */
final class HttpApi {
    /** Below this is the API. */
    static final String ROOT = "/api";

    private static final String LIST = ROOT + "/tools/list";
    private static final String EXECUTE = ROOT + "/tools/execute";
    private static final String OVERLOADED_SECONDS = "5";

    private final EventLoop loop;

    HttpApi(EventLoop loop) {
        this.loop = loop;
    }

    /** The method of an address of the API; null where a path is none. */
    static @Nullable String method(String path) {
        return switch (path) {
            case LIST, OpenApiDocument.PATH -> "GET";
            case EXECUTE -> "POST";
            default -> null;
        };
    }

    void handle(Incoming incoming) {
        if (!loop.context().config().get().api().enabled()) {
            refuse(incoming, ApiErrorCode.INVALID_REQUEST, "the HTTP API is switched off (api.enabled)", 404);
            return;
        }
        HttpMethod method = incoming.request().method();
        switch (incoming.path()) {
            case LIST -> {
                if (method.equals(HttpMethod.GET)) {
                    list(incoming);
                } else {
                    notAllowed(incoming, "GET");
                }
            }
            case EXECUTE -> {
                if (method.equals(HttpMethod.POST)) {
                    execute(incoming);
                } else {
                    notAllowed(incoming, "POST");
                }
            }
            default ->
                refuse(
                        incoming,
                        ApiErrorCode.INVALID_REQUEST,
                        "nothing is at this address; there is GET " + LIST + " and POST " + EXECUTE,
                        404);
        }
    }

    /** Answers with the tools, or why not. */
    void list(Incoming incoming) {
        start(incoming, ApiRequest.LIST);
    }

    private void execute(Incoming incoming) {
        if (!MediaTypes.isJson(incoming.request().getHeader("content-type"))) {
            refuse(incoming, ApiErrorCode.INVALID_REQUEST, "Content-Type must be application/json", 415);
            return;
        }
        long limit = loop.context().config().get().listener().requestBytes();
        RequestBody.read(incoming.request(), limit, loop.open(), HttpApi::unread, body -> received(incoming, body));
    }

    private void received(Incoming incoming, Buffer body) {
        ApiRequest request;
        try {
            request = ApiRequest.parse(body, limits(), ApiRequest.Carrier.HTTP);
        } catch (ApiFailure failure) {
            answer(incoming, failure.toAnswer());
            return;
        }
        start(incoming, request);
    }

    private JsonLimits limits() {
        return new JsonLimits(loop.context().config().get().listener().jsonDepth());
    }

    private void start(Incoming incoming, ApiRequest request) {
        HttpServerResponse response = incoming.response();
        Dispatcher dispatcher =
                loop.context().endpoints().at(Endpoint.ROOT, incoming.principal(), incoming.selection());
        if (dispatcher == null) {
            refuse(incoming, ApiErrorCode.EXECUTION_FAILED, "the gateway is not ready; try again", 503);
            return;
        }
        ApiCall call = new ApiCall(
                request, incoming.principal(), incoming.headers(), incoming.requestId(), JsonLimits.DEFAULT);
        ApiExchange exchange = new ApiExchange(loop, call, "http-api", made -> answer(incoming, made));
        response.exceptionHandler(failure -> exchange.gone());
        response.closeHandler(closed -> exchange.gone());
        exchange.start(dispatcher);
        if (response.closed()) {
            exchange.gone();
        }
    }

    private static void notAllowed(Incoming incoming, String method) {
        incoming.response().putHeader("allow", method + ", OPTIONS");
        refuse(incoming, ApiErrorCode.INVALID_REQUEST, "use " + method + " at this address", 405);
    }

    private static void refuse(Incoming incoming, ApiErrorCode code, String message, int status) {
        answer(incoming, ApiAnswer.error(ApiAnswer.NO_ID, code, message, status));
    }

    /** Answers a request whose body is not read to its end. */
    private static void unread(HttpServerRequest request, McpError failure) {
        ApiAnswer answer = ApiAnswer.error(
                ApiAnswer.NO_ID, ApiErrorCode.INVALID_REQUEST, failure.getMessage(), failure.httpStatus());
        Answers.closing(request, () -> Answers.json(request.response(), answer.status(), answer.body()));
    }

    /** Answers with an envelope, and with the headers by which HTTP says the same. */
    static void answer(Incoming incoming, ApiAnswer answer) {
        McpError cause = answer.cause();
        if (cause != null && !Answers.asks(incoming, cause) && cause.code() == ErrorCode.OVERLOADED) {
            incoming.response().putHeader("retry-after", OVERLOADED_SECONDS);
        }
        Answers.json(incoming.response(), answer.status(), answer.body());
    }
}
