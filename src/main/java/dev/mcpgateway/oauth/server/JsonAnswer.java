package dev.mcpgateway.oauth.server;

import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.store.StoreException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to clients: JSON, never cached, and every failure in the terms of RFC 6749, section 5.2. */
final class JsonAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(JsonAnswer.class);
    private static final String RETRY_SECONDS = "5";

    private JsonAnswer() {}

    static void send(HttpServerResponse response, int status, JsonObject body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }

    static void fail(HttpServerResponse response, Throwable failure) {
        OAuthError error = typed(failure);
        if (error.status() == 503 && !response.headWritten()) {
            response.putHeader("retry-after", RETRY_SECONDS);
        }
        send(
                response,
                error.status(),
                new JsonObject().put("error", error.code()).put("error_description", error.description()));
    }

    /** The failure as a client is told it; what was not foreseen is logged. */
    static OAuthError typed(Throwable failure) {
        return switch (failure) {
            case OAuthError error -> error;
            case StoreException store -> {
                // The store has logged why.
                LOG.debug("the store does not answer: {}", store.getMessage());
                yield new OAuthError(
                        503, "temporarily_unavailable", "the gateway's store does not answer; try again in a moment");
            }
            default -> {
                LOG.error("unforeseen failure", failure);
                yield new OAuthError(500, "server_error", "the gateway failed; its log has the reason");
            }
        };
    }
}
