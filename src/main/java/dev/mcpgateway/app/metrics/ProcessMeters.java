package dev.mcpgateway.app.metrics;

import dev.mcpgateway.app.management.Lifecycle;
import dev.mcpgateway.config.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The process as a whole: where it is in its life, how much it takes at most, and its JVM. */
public final class ProcessMeters {
    private ProcessMeters() {}

    /**
     * {@code mcp_gateway_ready}, {@code _drain_seconds}, {@code _drain_budget_seconds}, {@code _sessions_limit} and {@code
     * _streams_limit}.
     *
     * @param config the configuration as it is now: a limit that a reload changes is shown as it is then
     */
    public static void state(MeterRegistry registry, Lifecycle lifecycle, AtomicReference<GatewayConfig> config) {
        Gauge.builder("mcp.gateway.ready", lifecycle, now -> now.state() == Lifecycle.State.READY ? 1 : 0)
                .description("1 while the process is ready by its own account, 0 while it starts and drains")
                .register(registry);
        Gauge.builder("mcp.gateway.drain", lifecycle, now -> seconds(now.draining()))
                .description("Time since the signal to stop; 0 before it")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "mcp.gateway.drain.budget",
                        config,
                        now -> seconds(now.get().drain().budget()))
                .description("Time for everything between the signal and the end (drain.budget)")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "mcp.gateway.sessions.limit",
                        config,
                        now -> now.get().sessions().max())
                .description("Most sessions of this process at once (sessions.max)")
                .register(registry);
        Gauge.builder(
                        "mcp.gateway.streams.limit",
                        config,
                        now -> now.get().streams().max())
                .description("Most event streams open at once (streams.max)")
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * {@code jvm_*}, {@code process_*} and {@code system_*}. Blocks for a moment: the JVM makes what these are read from at the
     * first use.
     *
     * @return ends what the JVM would go on telling this registry
     */
    public static Runnable jvm(MeterRegistry registry) {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        return collections::close;
    }
}
