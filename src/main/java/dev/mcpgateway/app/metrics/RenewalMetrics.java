package dev.mcpgateway.app.metrics;

import dev.mcpgateway.oauth.lease.RenewalObserver;
import dev.mcpgateway.oauth.lease.RenewalOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** {@code mcp_gateway_token_renewals_total}: tokens that were asked for elsewhere, of whom, and what came of it. */
public final class RenewalMetrics implements RenewalObserver {
    private final MeterRegistry registry;

    public RenewalMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Consumer<RenewalOutcome> of(String giver) {
        Map<RenewalOutcome, Counter> counters = new EnumMap<>(RenewalOutcome.class);
        for (RenewalOutcome outcome : RenewalOutcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("mcp.gateway.token.renewals")
                            .description("Renewals of people's tokens at identity providers and upstreams")
                            .tag("giver", giver)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return outcome -> Objects.requireNonNull(counters.get(outcome)).increment();
    }
}
