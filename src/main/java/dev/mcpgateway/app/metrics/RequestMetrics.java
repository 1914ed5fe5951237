package dev.mcpgateway.app.metrics;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.transport.RequestObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code mcp_gateway_requests_seconds}: a latency histogram, and with it the count, of JSON-RPC requests by method, transport,
 * era, upstream and outcome. Every label has a bounded set of values: unknown methods count as {@code other}.
 */
public final class RequestMetrics implements RequestObserver {
    private static final String NAME = "mcp.gateway.requests";

    private static final Set<String> METHODS = Set.of(
            McpMethod.INITIALIZE,
            McpMethod.PING,
            McpMethod.SERVER_DISCOVER,
            McpMethod.SUBSCRIPTIONS_LISTEN,
            McpMethod.TOOLS_LIST,
            McpMethod.TOOLS_CALL,
            McpMethod.PROMPTS_LIST,
            McpMethod.PROMPTS_GET,
            McpMethod.RESOURCES_LIST,
            McpMethod.RESOURCES_TEMPLATES_LIST,
            McpMethod.RESOURCES_READ,
            McpMethod.RESOURCES_SUBSCRIBE,
            McpMethod.RESOURCES_UNSUBSCRIBE,
            McpMethod.COMPLETION_COMPLETE,
            McpMethod.LOGGING_SET_LEVEL);

    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Labels(String method, String transport, Era era, String upstream, String outcome) {}

    @Override
    public void answered(
            String method, String transport, Era era, @Nullable String provider, String outcome, long nanos) {
        Labels labels = new Labels(
                METHODS.contains(method) ? method : "other",
                transport,
                era,
                provider == null ? "gateway" : provider,
                outcome);
        Timer timer = timers.get(labels);
        if (timer == null) {
            timer = timers.computeIfAbsent(labels, this::timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Labels labels) {
        return Timer.builder(NAME)
                .description("JSON-RPC requests of clients, from the first byte to the answer")
                .tag("method", labels.method())
                .tag("transport", labels.transport())
                .tag("era", labels.era().name().toLowerCase(Locale.ROOT))
                .tag("upstream", labels.upstream())
                .tag("outcome", labels.outcome())
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60))
                .register(registry);
    }
}
