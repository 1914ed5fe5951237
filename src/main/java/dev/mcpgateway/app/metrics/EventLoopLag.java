package dev.mcpgateway.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** {@code mcp_gateway_event_loop_lag_seconds}: how late a timer of each event loop fires, which is how long work waits there. */
public final class EventLoopLag {
    private static final long PERIOD_MILLIS = 500;

    private EventLoopLag() {}

    /** Measures the caller's event loop until its verticle is undeployed. */
    public static void measure(Vertx vertx, MeterRegistry registry) {
        Timer lag = Timer.builder("mcp.gateway.event.loop.lag")
                .description("How late timers of the event loops fire")
                .register(registry);
        long[] expected = {System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS)};
        vertx.setPeriodic(PERIOD_MILLIS, fired -> {
            long now = System.nanoTime();
            lag.record(Math.max(0, now - expected[0]), TimeUnit.NANOSECONDS);
            expected[0] = now + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
        });
    }
}
