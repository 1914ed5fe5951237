package dev.mcpgateway.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Times what is asked of one place, and counts what fails there. Every series is there from the start with 0, since the first
 * failure of a series that appears with it is no increase to Prometheus.
 */
final class OperationMeters {
    private final Map<String, Meters> operations = new HashMap<>();
    private final Function<Throwable, String> reason;

    private record Meters(Timer timer, Map<String, Counter> failures) {}

    /**
     * @param name what {@code .operations} and {@code .failures} are appended to
     * @param reasons all values of {@code reason}
     * @param reason why an operation failed
     */
    OperationMeters(
            MeterRegistry registry,
            String name,
            List<String> operations,
            List<String> reasons,
            Function<Throwable, String> reason) {
        this.reason = reason;
        for (String operation : operations) {
            Map<String, Counter> failures = new HashMap<>();
            for (String why : reasons) {
                failures.put(
                        why,
                        Counter.builder(name + ".failures")
                                .description("Operations that failed, by what was asked and why")
                                .tag("operation", operation)
                                .tag("reason", why)
                                .register(registry));
            }
            Timer timer = Timer.builder(name + ".operations")
                    .description("Operations, failed ones included")
                    .tag("operation", operation)
                    .serviceLevelObjectives(
                            Duration.ofMillis(1),
                            Duration.ofMillis(5),
                            Duration.ofMillis(25),
                            Duration.ofMillis(100),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(2))
                    .register(registry);
            this.operations.put(operation, new Meters(timer, failures));
        }
    }

    /** Measures from now until the future completes. */
    <T> Future<T> measure(String operation, Supplier<Future<T>> work) {
        Meters meters = Objects.requireNonNull(operations.get(operation), operation);
        long start = System.nanoTime();
        return work.get().onComplete(done -> {
            meters.timer().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            if (done.failed()) {
                Objects.requireNonNull(meters.failures().get(reason.apply(done.cause())))
                        .increment();
            }
        });
    }
}
