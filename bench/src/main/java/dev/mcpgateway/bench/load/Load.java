package dev.mcpgateway.bench.load;

import java.util.Arrays;
import java.util.List;

/**
 * What a run of calls came to.
 *
 * @param calls right answers
 * @param wrong wrong answers and broken connections
 * @param firstWrong what was wrong with the first of those, or null
 * @param seconds how long the run took
 * @param latencies of the right answers, in nanoseconds, sorted; empty for a closed loop
 */
public record Load(long calls, long wrong, String firstWrong, double seconds, long[] latencies) {
    static Load sum(List<Load> loads, double seconds) {
        return new Load(
                loads.stream().mapToLong(Load::calls).sum(),
                loads.stream().mapToLong(Load::wrong).sum(),
                loads.stream()
                        .map(Load::firstWrong)
                        .filter(text -> text != null)
                        .findFirst()
                        .orElse(null),
                seconds,
                loads.stream()
                        .flatMapToLong(load -> Arrays.stream(load.latencies))
                        .sorted()
                        .toArray());
    }

    public double callsPerSecond() {
        return calls / seconds;
    }

    /** The latency that {@code percent} of the calls did not exceed, in microseconds. */
    public double percentile(double percent) {
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(percent / 100 * latencies.length) - 1;
        return latencies[Math.max(index, 0)] / 1e3;
    }

    /** Returns this load, or fails when any answer was wrong: a number made of wrong answers says nothing. */
    public Load checked() throws WrongAnswer {
        if (wrong > 0) {
            throw new WrongAnswer(wrong + " of " + (calls + wrong) + " answers were wrong, the first: " + firstWrong);
        }
        return this;
    }
}
