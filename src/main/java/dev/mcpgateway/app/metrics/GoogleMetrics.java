package dev.mcpgateway.app.metrics;

import dev.mcpgateway.provider.google.api.GoogleObserver;
import dev.mcpgateway.provider.google.api.GoogleService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code mcp_gateway_google_requests_seconds}: requests to Google by service and outcome, repetitions included. */
public final class GoogleMetrics implements GoogleObserver {
    private final Map<GoogleService, Map<Outcome, Timer>> timers = new EnumMap<>(GoogleService.class);

    public GoogleMetrics(MeterRegistry registry) {
        for (GoogleService service : GoogleService.values()) {
            Map<Outcome, Timer> ofService = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofService.put(
                        outcome,
                        Timer.builder("mcp.gateway.google.requests")
                                .description("Requests to Google's services, each repetition for itself")
                                .tag("service", word(service))
                                .tag("outcome", word(outcome))
                                .register(registry));
            }
            timers.put(service, ofService);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void asked(GoogleService service, Outcome outcome, long nanos) {
        Map<Outcome, Timer> ofService = Objects.requireNonNull(timers.get(service));
        Objects.requireNonNull(ofService.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
    }
}
