package dev.mcpgateway.app.management;

import dev.mcpgateway.config.GatewayConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}. It answers from the first moment to the
 * last, the drain included: a process that is stopping is alive, and not ready.
 */
public final class ManagementListener {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementListener.class);
    private static final long CHECK_TIMEOUT_MILLIS = 2_000;

    private final GatewayConfig config;
    private final Vertx vertx;
    private final Router router;
    private final HealthChecks readiness;

    public ManagementListener(
            Vertx vertx, GatewayConfig config, Lifecycle lifecycle, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.readiness = HealthChecks.create(vertx);
        readiness.register("lifecycle", CHECK_TIMEOUT_MILLIS, check -> {
            Lifecycle.State state = lifecycle.state();
            JsonObject data = new JsonObject().put("state", state.name().toLowerCase(java.util.Locale.ROOT));
            check.complete(state == Lifecycle.State.READY ? Status.OK(data) : Status.KO(data));
        });
        this.router = Router.router(vertx);
        router.get("/health").handler(ManagementListener::alive);
        router.get("/health/live").handler(ManagementListener::alive);
        router.get("/health/ready")
                .handler(context -> readiness.checkStatus().onComplete(checked -> ready(context, checked.result())));
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(registry.scrape()));
    }

    /** Adds a check that must be OK for the process to be ready. */
    public void require(String name, Handler<Promise<Status>> check) {
        readiness.register(name, CHECK_TIMEOUT_MILLIS, check);
    }

    /** Serves what operators ask for with a sealed message, from now on. */
    public void operate(OperatorRoute route) {
        route.mount(router);
    }

    /** Listens; completes with the port. An address that nobody chose and that is taken gives way to a free one. */
    public Future<Integer> listen() {
        int port = config.managementPort();
        return listen(port).recover(failure -> {
            if (config.management().portConfigured() || port == 0 || !(failure instanceof BindException)) {
                return Future.failedFuture(failure);
            }
            LOG.warn(
                    "port {} is taken, so the management listener takes a free one; set management.port to fix it",
                    port);
            return listen(0);
        });
    }

    private Future<Integer> listen(int port) {
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, config.management().host())
                .map(HttpServer::actualPort);
    }

    private static void alive(RoutingContext context) {
        json(
                context,
                200,
                new JsonObject()
                        .put("status", "ok")
                        .put("timestamp", Instant.now().toString()));
    }

    private static void ready(RoutingContext context, CheckResult result) {
        JsonObject body = new JsonObject().put("status", CheckResult.isUp(result) ? "ok" : "unavailable");
        if (result != null) {
            body.put("checks", result.toJson().getJsonArray("checks"));
        }
        json(context, CheckResult.isUp(result) ? 200 : 503, body);
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }
}
