package dev.mcpgateway.app;

import dev.mcpgateway.app.management.Lifecycle;
import dev.mcpgateway.app.metrics.RequestMetrics;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.GatewayConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all verticles of the tree share.
 *
 * @param environment the variables of the process
 * @param config the configuration as it is now; a reload swaps it
 * @param reconfigure what a running tree does with a new configuration
 * @param listening is given what to print once the gateway listens
 * @param publicPort takes the port of the public listener
 * @param managementPort takes the port of the management listener
 * @param version the gateway's own version
 * @param audit takes what people and clients did; closed by whoever made it, after the tree has stopped
 */
record GatewayContext(
        Map<String, String> environment,
        AtomicReference<GatewayConfig> config,
        Lifecycle lifecycle,
        PrometheusMeterRegistry registry,
        RequestMetrics metrics,
        AtomicReference<Function<GatewayConfig, Future<Void>>> reconfigure,
        Consumer<String> listening,
        AtomicInteger publicPort,
        AtomicInteger managementPort,
        String version,
        AuditLog audit) {

    /** The configuration, read anew at each use. */
    Supplier<GatewayConfig> current() {
        return config::get;
    }
}
