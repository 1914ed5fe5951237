package dev.mcpgateway.app.metrics;

import dev.mcpgateway.config.EmfConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code ActiveConnections} in CloudWatch's embedded metric format, for deployments that scale by it: one JSON line on stdout,
 * of which CloudWatch Logs makes a metric.
 */
public final class EmbeddedMetrics {
    private static final String DIMENSION = "ServiceName";
    private static final String CONNECTIONS = "ActiveConnections";
    private static final String USUAL_SERVICE = "mcp-gateway";
    private static final String COPILOT_SERVICE = "COPILOT_SERVICE_NAME";
    private static final List<String> COPILOT =
            List.of("COPILOT_APPLICATION_NAME", "COPILOT_ENVIRONMENT_NAME", COPILOT_SERVICE);

    private final String namespace;
    private final String service;
    private final Duration interval;

    private EmbeddedMetrics(String namespace, String service, Duration interval) {
        this.namespace = namespace;
        this.service = service;
        this.interval = interval;
    }

    /** Empty when neither the configuration nor AWS Copilot names a namespace. */
    public static Optional<EmbeddedMetrics> of(EmfConfig config, Map<String, String> environment) {
        String namespace = config.namespace() == null ? ofCopilot(environment) : config.namespace();
        if (namespace == null) {
            return Optional.empty();
        }
        String service = config.service();
        return Optional.of(new EmbeddedMetrics(
                namespace,
                service == null ? environment.getOrDefault(COPILOT_SERVICE, USUAL_SERVICE) : service,
                config.interval()));
    }

    private static @Nullable String ofCopilot(Map<String, String> environment) {
        List<String> names =
                COPILOT.stream().map(name -> environment.getOrDefault(name, "")).toList();
        return names.contains("") ? null : String.join("-", names);
    }

    /** Writes a line now and then one each interval, until the caller's verticle is undeployed. */
    public void start(Vertx vertx, IntSupplier connections, PrintStream out) {
        write(out, connections);
        vertx.setPeriodic(interval.toMillis(), due -> write(out, connections));
    }

    /** At once, so that no log line gets into it. */
    private void write(PrintStream out, IntSupplier connections) {
        byte[] line = (line(Instant.now(), connections.getAsInt()).encode() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.flush();
    }

    JsonObject line(Instant now, int connections) {
        JsonObject metric = new JsonObject().put("Name", CONNECTIONS).put("Unit", "Count");
        JsonObject directive = new JsonObject()
                .put("Namespace", namespace)
                .put("Dimensions", new JsonArray().add(new JsonArray().add(DIMENSION)))
                .put("Metrics", new JsonArray().add(metric));
        return new JsonObject()
                .put(
                        "_aws",
                        new JsonObject()
                                .put("Timestamp", now.toEpochMilli())
                                .put("CloudWatchMetrics", new JsonArray().add(directive)))
                .put(DIMENSION, service)
                .put(CONNECTIONS, connections);
    }
}
