package dev.mcpgateway.app.metrics;

import dev.mcpgateway.provider.aws.api.AwsObserver;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code mcp_gateway_aws_calls_seconds}: a latency histogram, and with it the count, of what the tools for AWS asked there, by
 * service, operation and outcome. People, accounts and buckets are no labels.
 */
public final class AwsMetrics implements AwsObserver {
    private static final String NAME = "mcp.gateway.aws.calls";

    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    public AwsMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Labels(AwsOperation operation, String outcome) {}

    @Override
    public void answered(AwsOperation operation, String outcome, long nanos) {
        timers.computeIfAbsent(new Labels(operation, outcome), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Labels labels) {
        return Timer.builder(NAME)
                .description("Calls of AWS for the tools, with all attempts")
                .tag("service", labels.operation().service())
                .tag("operation", labels.operation().operation())
                .tag("outcome", labels.outcome())
                .serviceLevelObjectives(
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10))
                .register(registry);
    }
}
