package dev.mcpgateway.app.management;

import dev.mcpgateway.crypto.UnopenableToken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An address of the management listener for operators: takes sealed questions of the command line, each once and for a minute, and seals the answers. */
public final class OperatorRoute {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorRoute.class);
    private static final long BODY_BYTES = 16 * 1024;
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final String path;
    private final OperatorSeal seal;
    private final Function<JsonObject, Future<JsonObject>> run;
    private final InstantSource clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    /**
     * @param path where questions are posted
     * @param run does what a question asks for
     */
    public OperatorRoute(
            String path, OperatorSeal seal, Function<JsonObject, Future<JsonObject>> run, InstantSource clock) {
        this.path = path;
        this.seal = seal;
        this.run = run;
        this.clock = clock;
    }

    void mount(Router router) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(this::handle);
    }

    private void handle(RoutingContext context) {
        JsonObject question;
        try {
            String body = context.body().asString();
            question = seal.open(body == null ? "" : body, OperatorSeal.QUESTION);
        } catch (UnopenableToken e) {
            refuse(context);
            return;
        }
        Instant now = clock.instant();
        Instant asked = Instant.ofEpochMilli(question.getLong("at", 0L));
        String nonce = question.getString("nonce", "");
        seen.values().removeIf(until -> until.isBefore(now));
        boolean fresh = Duration.between(asked, now).abs().compareTo(FRESH) < 0;
        if (!fresh || nonce.isEmpty() || seen.putIfAbsent(nonce, asked.plus(FRESH.multipliedBy(2))) != null) {
            refuse(context);
            return;
        }
        run.apply(question)
                .otherwise(failure -> {
                    LOG.warn("a command of the operator failed: {}", failure.getMessage());
                    return new JsonObject().put("error", failure.getMessage());
                })
                .onSuccess(answer -> context.response()
                        .putHeader("content-type", "text/plain")
                        .putHeader("cache-control", "no-store")
                        .end(seal.seal(answer, nonce)));
    }

    private static void refuse(RoutingContext context) {
        LOG.warn("a message to the operator's address was not sealed by this gateway's command line, or not now");
        context.response().setStatusCode(403).end();
    }
}
