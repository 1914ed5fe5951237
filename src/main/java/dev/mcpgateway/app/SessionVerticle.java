package dev.mcpgateway.app;

import dev.mcpgateway.app.management.BackupQuestion;
import dev.mcpgateway.app.management.ManagementListener;
import dev.mcpgateway.app.management.OperatorRoute;
import dev.mcpgateway.app.management.OperatorSeal;
import dev.mcpgateway.app.metrics.MeasuredStore;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.dispatch.AuditCalls;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.Interceptor;
import dev.mcpgateway.dispatch.LimitRequests;
import dev.mcpgateway.dispatch.limit.RateLimits;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.store.ShreddableStore;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the keys that all tasks share, the record store and the sessions in it; everything that uses them is deployed below and stops before. */
final class SessionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SessionVerticle.class);

    private final GatewayContext gateway;
    private final ManagementListener management;
    private @Nullable StoreOpener opener;
    private @Nullable ShreddableStore store;
    private @Nullable Membership membership;

    SessionVerticle(GatewayContext gateway, ManagementListener management) {
        this.gateway = gateway;
        this.management = management;
    }

    @Override
    public Future<?> start() {
        StoreOpener files = new StoreOpener(vertx, gateway.config().get(), gateway.registry());
        opener = files;
        return files.serverKeys()
                .compose(keys -> files.open(keys)
                        .compose(opened -> start(files, keys, new MeasuredStore(opened, gateway.registry()))));
    }

    private Future<?> start(StoreOpener files, ServerKeys keys, ShreddableStore opened) {
        store = opened;
        management.require("store", new StoreReadiness(vertx, opened)::check);
        if (files.pages() != null) {
            management.operate(new OperatorRoute(
                    BackupQuestion.PATH,
                    new OperatorSeal(keys),
                    new BackupPages(files.pages())::run,
                    InstantSource.system()));
        }
        RateLimits limits = new RateLimits(() -> gateway.config().get().rates());
        Endpoints endpoints = new Endpoints(vertx, interceptors(limits), limits, gateway.version());
        Membership joining = new Membership(vertx, gateway.environment(), gateway.current(), opened, keys);
        membership = joining;
        Sessions sessions = new Sessions(
                vertx,
                opened,
                () -> gateway.config().get().sessions(),
                joining.peers().tasks().self(),
                endpoints::providers);
        Gauge.builder("mcp.gateway.sessions", sessions, Sessions::size)
                .description("Sessions in the memory of this process")
                .register(gateway.registry());
        sweep(sessions);
        return vertx.deployVerticle(
                new OAuthVerticle(gateway, management, endpoints, sessions, keys, joining, opened, files::aws));
    }

    /** What is refused for its rate is told to auditors as well. */
    private List<Interceptor> interceptors(RateLimits limits) {
        Interceptor limit = new LimitRequests(limits);
        return gateway.audit().equals(AuditLog.NONE)
                ? List.of(limit)
                : List.of(
                        new AuditCalls(
                                gateway.audit(),
                                () -> gateway.config().get().audit().arguments()),
                        limit);
    }

    /** One after the other: the next sweep waits for the one before, however long the store takes. */
    private void sweep(Sessions sessions) {
        long interval = gateway.config().get().sessions().sweepInterval().toMillis();
        vertx.setTimer(
                interval,
                now -> sessions.sweep().onComplete(swept -> {
                    if (swept.failed()) {
                        LOG.warn(
                                "expired sessions were not removed: {}",
                                swept.cause().getMessage());
                    }
                    sweep(sessions);
                }));
    }

    @Override
    public Future<?> stop() {
        LOG.info("Closing the store");
        Future<Void> left = membership == null ? Future.succeededFuture() : membership.leave();
        return left.eventually(() -> store == null ? Future.succeededFuture() : store.close())
                .eventually(() -> {
                    if (opener != null) {
                        opener.close();
                    }
                    return Future.succeededFuture();
                });
    }
}
