package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.report.Unit;
import java.util.Arrays;

/** The same number from several rounds of the baseline and of the gateway. */
record Comparison(double[] baselineRounds, double[] gatewayRounds) {
    /** One round on one side; may find several numbers. */
    interface Side {
        double[] round() throws Exception;
    }

    /** Lets the sides take turns, so that what disturbs the machine meets both; one comparison for each number found. */
    static Comparison[] takeTurns(int rounds, Side baseline, Side gateway) throws Exception {
        double[][] baselines = new double[rounds][];
        double[][] gateways = new double[rounds][];
        for (int round = 0; round < rounds; round++) {
            baselines[round] = baseline.round();
            gateways[round] = gateway.round();
        }
        Comparison[] comparisons = new Comparison[baselines[0].length];
        for (int number = 0; number < comparisons.length; number++) {
            int at = number;
            comparisons[number] = new Comparison(
                    Arrays.stream(baselines).mapToDouble(found -> found[at]).toArray(),
                    Arrays.stream(gateways).mapToDouble(found -> found[at]).toArray());
        }
        return comparisons;
    }

    double baseline() {
        return median(baselineRounds);
    }

    double gateway() {
        return median(gatewayRounds);
    }

    /** How far the rounds of each side lay apart. */
    String spread(Unit unit) {
        return "rounds " + range(gatewayRounds, unit) + ", baseline " + range(baselineRounds, unit);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String range(double[] values, Unit unit) {
        var summary = Arrays.stream(values).summaryStatistics();
        return unit.format(summary.getMin()) + " – " + unit.format(summary.getMax());
    }
}
