package dev.mcpgateway.app;

import dev.mcpgateway.app.management.ManagementListener;
import dev.mcpgateway.app.metrics.ProcessMeters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The root of the tree: the management listener, which answers until everything below has stopped. */
final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    private final GatewayContext gateway;
    private Runnable endJvmMeters = () -> {};

    GatewayVerticle(GatewayContext gateway) {
        this.gateway = gateway;
    }

    @Override
    public Future<?> start() {
        ProcessMeters.state(gateway.registry(), gateway.lifecycle(), gateway.config());
        ManagementListener management =
                new ManagementListener(vertx, gateway.config().get(), gateway.lifecycle(), gateway.registry());
        return management
                .listen()
                .onSuccess(gateway.managementPort()::set)
                .onSuccess(port -> LOG.info(
                        "Management listening on http://{}:{}",
                        gateway.config().get().management().host(),
                        port))
                .compose(port -> vertx.deployVerticle(new SessionVerticle(gateway, management)))
                .onSuccess(deployed -> {
                    gateway.lifecycle().ready();
                    LOG.info("Ready");
                    TaskStatus.watch(vertx, gateway);
                    // Nobody waits for these, so they do not make the start longer.
                    vertx.executeBlocking(() -> ProcessMeters.jvm(gateway.registry()))
                            .onSuccess(undo -> endJvmMeters = undo)
                            .onFailure(failure -> LOG.warn("the JVM is not measured", failure));
                });
    }

    @Override
    public Future<?> stop() {
        endJvmMeters.run();
        LOG.info("Stopped");
        return Future.succeededFuture();
    }
}
