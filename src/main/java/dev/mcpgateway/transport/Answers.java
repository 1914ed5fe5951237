package dev.mcpgateway.transport;

import dev.mcpgateway.identity.BearerChallenge;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.InsufficientScope;
import dev.mcpgateway.protocol.InvalidMessage;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.RateLimited;
import dev.mcpgateway.store.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain HTTP answers: every failure has a JSON-RPC body that says what to do. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final String RETRY_SECONDS = "5";
    private static final long LINGER_SECONDS = 1;

    private Answers() {}

    /** A JSON-RPC message as the whole body. */
    static void json(HttpServerResponse response, int status, Buffer body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }

    /** 202 without a body. */
    static void accepted(HttpServerResponse response) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(202).end();
        }
    }

    /** A failure with the HTTP status that it names. */
    public static void failure(HttpServerResponse response, McpError error) {
        failure(response, error, null);
    }

    /**
     * The same for a request whose id is known.
     *
     * @param id null where there is none
     */
    static void failure(HttpServerResponse response, McpError error, @Nullable JsonRpcId id) {
        if (error.code() == ErrorCode.OVERLOADED && !response.headWritten()) {
            response.putHeader("retry-after", RETRY_SECONDS);
        }
        json(
                response,
                error.httpStatus(),
                error.toMessage(error instanceof InvalidMessage invalid ? invalid.id() : id));
    }

    /**
     * A failure whose request body is not read to its end, so that the connection cannot go on. It is closed with a delay: a
     * client that still sends would otherwise lose the answer.
     */
    public static void failureAndClose(HttpServerRequest request, McpError error) {
        closing(request, () -> failure(request.response(), error));
    }

    /** Answers, and closes the connection in the same way. */
    static void closing(HttpServerRequest request, Runnable answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            answer.run();
            return;
        }
        response.putHeader(HttpHeaders.CONNECTION, "close");
        answer.run();
        request.connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Says in headers what a failure asks of the client, where the status is still open.
     *
     * @return whether the HTTP status says it too, in either era: clients act upon it
     */
    static boolean asks(Incoming incoming, McpError error) {
        if (error instanceof RateLimited limited) {
            if (!incoming.response().headWritten()) {
                incoming.response().putHeader("retry-after", String.valueOf(limited.retrySeconds()));
            }
            return true;
        }
        if (!(error instanceof InsufficientScope lacking)) {
            return false;
        }
        List<Scope> scopes = lacking.scopes().stream()
                .map(Scope::of)
                .filter(Objects::nonNull)
                .toList();
        if (!incoming.response().headWritten()) {
            BearerChallenge challenge =
                    BearerChallenge.insufficientScope(incoming.resourceMetadata(), scopes, error.getMessage());
            incoming.response().putHeader("www-authenticate", challenge.header());
        }
        return true;
    }

    /** Does what may fail, and answers the failure. */
    static void guarded(HttpServerResponse response, @Nullable JsonRpcId id, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failure(response, typed(e), id);
        }
    }

    /** The typed failure that stands for any failure; what was not foreseen is logged and told as an internal error. */
    static McpError typed(Throwable failure) {
        if (failure instanceof McpError error) {
            return error;
        }
        if (failure instanceof StoreException) {
            // The store has logged why.
            LOG.debug("the store does not answer: {}", failure.getMessage());
            return new McpError(ErrorCode.INTERNAL_ERROR, "the session store does not answer; try again", 503);
        }
        LOG.error("unforeseen failure", failure);
        return McpError.internal("the gateway failed; its log has the reason");
    }
}
