package dev.mcpgateway.config;

/** Where measurements go besides {@code /metrics}. */
public record MetricsConfig(
        @Setting(doc = "Metrics on stdout for Amazon CloudWatch, in its embedded metric format.")
        EmfConfig emf) {

    /** Returns the defaults. */
    public static MetricsConfig defaults() {
        return Settings.defaults(MetricsConfig.class);
    }
}
