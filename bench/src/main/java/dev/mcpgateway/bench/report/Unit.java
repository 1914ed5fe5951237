package dev.mcpgateway.bench.report;

import java.util.Locale;

/** How a number is written. */
public enum Unit {
    MICROSECONDS("%.1f µs", 1),
    MILLISECONDS("%.0f ms", 1),
    CALLS_PER_SECOND("%,.0f /s", 1),
    MEBIBYTES("%.1f MiB", 1 << 20),
    COUNT("%,.0f", 1);

    private final String format;
    private final double divisor;

    Unit(String format, double divisor) {
        this.format = format;
        this.divisor = divisor;
    }

    /** Writes a number; memory is given in bytes. */
    public String format(double value) {
        return String.format(Locale.ROOT, format, value / divisor);
    }
}
