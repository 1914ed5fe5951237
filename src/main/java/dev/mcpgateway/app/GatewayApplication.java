package dev.mcpgateway.app;

import dev.mcpgateway.app.management.Lifecycle;
import dev.mcpgateway.app.metrics.RequestMetrics;
import dev.mcpgateway.config.GatewayConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running gateway: Vert.x with its metrics and tracing, and the verticle tree on it. */
public final class GatewayApplication {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayApplication.class);
    private static final int UNABLE_TO_SERVE = 1;

    private final GatewayContext gateway;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Makes a gateway that is not running yet.
     *
     * @param version the gateway's own version
     * @param listening is given what to print once the gateway listens
     */
    public GatewayApplication(GatewayConfig config, String version, Consumer<String> listening) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.gateway = new GatewayContext(
                System.getenv(),
                new AtomicReference<>(config),
                new Lifecycle(),
                registry,
                new RequestMetrics(registry),
                new AtomicReference<>(unchanged -> Future.succeededFuture()),
                listening,
                new AtomicInteger(),
                new AtomicInteger(),
                version,
                Auditing.open(config, registry));
    }

    /**
     * Starts the gateway and returns when it listens. It ends by a signal.
     *
     * @return takes a later configuration into use; what cannot change while running stays as it was
     * @throws StartFailed when it cannot start; the message says why and what to do
     */
    public Function<GatewayConfig, Future<Void>> start() {
        // Before anybody can know that the process is there, since the JVM's own handling ends in another exit code.
        Signals.install(gateway.lifecycle());
        int code = new Launcher(new Hooks()).launch();
        Throwable cause = failure.get();
        if (code != 0 || cause != null) {
            throw new StartFailed(cause, gateway.config().get());
        }
        return config -> gateway.reconfigure().get().apply(config);
    }

    /** What nobody handled is a bug and is logged; after one of the JVM's own errors nothing can be relied on any more. */
    private static void uncaught(Throwable failure) {
        LOG.error("uncaught failure", failure);
        // A stack that overflowed is whole again, and a request that does that must not end the service of all others.
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            // Without hooks: what they need may be what is broken.
            Runtime.getRuntime().halt(UNABLE_TO_SERVE);
        }
    }

    /** The launcher without its own command line: that is this program's. */
    private static final class Launcher extends VertxApplication {
        Launcher(VertxApplicationHooks hooks) {
            super(new String[0], hooks, false, false);
        }
    }

    private final class Hooks implements VertxApplicationHooks {
        @Override
        public VertxBuilder createVertxBuilder(VertxOptions options) {
            // Requests are measured where their method and upstream are known; what Vert.x would count of HTTP says
            // less.
            options.setMetricsOptions(new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                    .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                    .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                    .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT));
            options.setPreferNativeTransport(true);
            ReadOnlyRoot.applyTo(options);
            VertxBuilder builder =
                    Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(gateway.registry()));
            Tracing.fromEnvironment(gateway.version())
                    .ifPresent(tracing -> builder.withTracer(new OpenTelemetryTracingFactory(tracing)));
            return builder;
        }

        @Override
        public void afterVertxStarted(HookContext context) {
            context.vertx().exceptionHandler(GatewayApplication::uncaught);
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught(failure));
        }

        @Override
        public Supplier<? extends Deployable> verticleSupplier() {
            return () -> new GatewayVerticle(gateway);
        }

        @Override
        public void afterFailureToStartVertx(HookContext context, Throwable cause) {
            failure.set(cause);
        }

        @Override
        public void afterFailureToDeployVerticle(HookContext context, Throwable cause) {
            failure.set(cause);
        }

        @Override
        public void beforeStoppingVertx(HookContext context) {
            gateway.lifecycle().drain();
        }

        @Override
        public void afterVertxStopped(HookContext context) {
            Auditing.close(gateway.audit());
        }
    }
}
