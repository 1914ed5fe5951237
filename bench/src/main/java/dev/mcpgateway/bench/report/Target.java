package dev.mcpgateway.bench.report;

import java.util.Locale;

/** What a measured number should be, next to its baseline. */
public sealed interface Target {
    boolean met(double measured, double baseline);

    /** As it is written in the table. */
    String text();

    /** No more than {@code factor} times the baseline, and {@code more} on top of that. */
    record AtMost(double factor, double more, String moreText) implements Target {
        public AtMost(double factor) {
            this(factor, 0, "");
        }

        @Override
        public boolean met(double measured, double baseline) {
            return measured <= factor * baseline + more;
        }

        @Override
        public String text() {
            return "≤ " + factor + " ×" + moreText;
        }
    }

    /** No less than {@code factor} times the baseline. */
    record AtLeast(double factor) implements Target {
        @Override
        public boolean met(double measured, double baseline) {
            return measured >= factor * baseline;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "≥ %.1f ×", factor);
        }
    }

    /** No more than ten percent above the baseline. To be below it is no fault. */
    record WithinTenPercent() implements Target {
        @Override
        public boolean met(double measured, double baseline) {
            return measured <= 1.1 * baseline;
        }

        @Override
        public String text() {
            return "within 10 %";
        }
    }

    /** Only to be seen. */
    record Reported() implements Target {
        @Override
        public boolean met(double measured, double baseline) {
            return true;
        }

        @Override
        public String text() {
            return "–";
        }
    }
}
