package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Callers;
import dev.mcpgateway.bench.load.WrongAnswer;
import java.time.Duration;

/**
 * How long to measure.
 *
 * @param warmUpCalls calls before the first round, on each side
 * @param warmUpLimit the longest that they may take
 * @param round length of one round of load
 * @param rounds rounds of load on each side
 * @param repeats how often a row that starts new processes does so, on each side
 * @param settle how long to leave a process alone before its memory is read
 */
public record Effort(
        int warmUpCalls,
        Duration warmUpLimit,
        Duration round,
        int rounds,
        int repeats,
        Duration settle,
        int streams,
        int sessions,
        int starts) {
    /** For numbers that are kept. */
    public static final Effort FULL = new Effort(
            200_000, Duration.ofSeconds(30), Duration.ofSeconds(4), 7, 5, Duration.ofSeconds(20), 5_000, 100_000, 11);

    /** For trying: some seconds a row. */
    public static final Effort QUICK = new Effort(
            60_000, Duration.ofSeconds(8), Duration.ofSeconds(1), 3, 1, Duration.ofSeconds(3), 500, 4_000, 3);

    void warmUp(Callers callers) throws InterruptedException, WrongAnswer {
        callers.warmUp(warmUpCalls, warmUpLimit);
    }
}
