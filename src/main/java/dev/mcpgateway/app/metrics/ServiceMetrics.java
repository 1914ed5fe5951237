package dev.mcpgateway.app.metrics;

import dev.mcpgateway.provider.openapi.call.CallObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code mcp_gateway_service_requests_seconds}: requests to REST services, and how long they took, by service, what came of them,
 * and the class of the answer's status.
 */
public final class ServiceMetrics implements CallObserver {
    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    public ServiceMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Labels(String service, Outcome outcome, String status) {}

    @Override
    public void attempted(String service, Outcome outcome, int status, long nanos) {
        String statusClass = status < 100 || status > 599 ? "none" : status / 100 + "xx";
        timers.computeIfAbsent(new Labels(service, outcome, statusClass), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Labels labels) {
        return Timer.builder("mcp.gateway.service.requests")
                .description("Requests to REST services, each attempt by itself")
                .tag("service", labels.service())
                .tag("outcome", labels.outcome().name().toLowerCase(Locale.ROOT))
                .tag("status", labels.status())
                .register(registry);
    }
}
