package dev.mcpgateway.app.metrics;

import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.UnopenableKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code mcp_gateway_kms_operations_seconds} and {@code mcp_gateway_kms_failures_total}: what is asked of KMS. */
public final class MeasuredKeyWrapper implements KeyWrapper {
    private static final String GENERATE = "generate";
    private static final String UNWRAP = "unwrap";
    private static final String UNAVAILABLE = "unavailable";
    private static final String UNOPENABLE = "unopenable";

    private final KeyWrapper wrapper;
    private final OperationMeters meters;

    /** Measures what is asked of this one. */
    public MeasuredKeyWrapper(KeyWrapper wrapper, MeterRegistry registry) {
        this.wrapper = wrapper;
        this.meters = new OperationMeters(
                registry,
                "mcp.gateway.kms",
                List.of(GENERATE, UNWRAP),
                List.of(UNAVAILABLE, UNOPENABLE),
                failure -> failure instanceof UnopenableKey ? UNOPENABLE : UNAVAILABLE);
    }

    @Override
    public String scheme() {
        return wrapper.scheme();
    }

    @Override
    public Future<Generated> generate(SortedMap<String, String> context) {
        return meters.measure(GENERATE, () -> wrapper.generate(context));
    }

    @Override
    public Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context) {
        return meters.measure(UNWRAP, () -> wrapper.unwrap(wrapped, context));
    }

    @Override
    public @Nullable Buffer renewed(Buffer wrapped, SortedMap<String, String> context) {
        return wrapper.renewed(wrapped, context);
    }
}
