package dev.mcpgateway.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Metrics in CloudWatch's embedded metric format: lines on stdout that CloudWatch Logs makes metrics of. */
public record EmfConfig(
        @Setting(
                env = "METRICS_EMF_NAMESPACE",
                pattern = "(?!AWS/)[A-Za-z0-9._/#-][A-Za-z0-9._/#: -]{0,254}",
                restart = true,
                doc =
                        "The namespace of the metrics; a line with ActiveConnections, the connections of clients that are in"
                                + " use, is written when there is one. Without it: <app>-<env>-<service> of AWS Copilot"
                                + " (COPILOT_APPLICATION_NAME, COPILOT_ENVIRONMENT_NAME, COPILOT_SERVICE_NAME), and elsewhere"
                                + " no line.")
        @Nullable
        String namespace,

        @Setting(
                env = "METRICS_EMF_SERVICE",
                pattern = "[A-Za-z0-9._/#-][ -~]{0,249}",
                restart = true,
                doc = "The value of the metrics' dimension ServiceName. Without one: COPILOT_SERVICE_NAME, or"
                        + " mcp-gateway.")
        @Nullable
        String service,

        @Setting(
                value = "1m",
                min = "1s",
                max = "5m",
                restart = true,
                doc = "How often a line is written. CloudWatch makes one value of each minute.")
        Duration interval) {

    /** Returns the defaults. */
    public static EmfConfig defaults() {
        return Settings.defaults(EmfConfig.class);
    }
}
