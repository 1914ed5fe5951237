package dev.mcpgateway.bench.load;

import java.io.IOException;
import java.util.Arrays;

/** Counts the calls of one caller in one run. */
final class Tally {
    private static final int HOPELESS = 100;

    private final Caller caller;
    private final long[] latencies;
    private long calls;
    private long wrong;
    private String firstWrong;

    /** Keeps up to {@code latencies} times. */
    Tally(Caller caller, int latencies) {
        this.caller = caller;
        this.latencies = new long[latencies];
    }

    void call() {
        try {
            caller.call();
            calls++;
        } catch (WrongAnswer e) {
            fault(e.getMessage(), 1);
        } catch (IOException e) {
            // Nothing can be said on a broken connection any more.
            fault("the connection broke: " + e.getMessage(), HOPELESS);
        }
    }

    /** Makes a call and keeps its time since {@code due}. */
    void timed(long due) {
        long before = calls;
        call();
        if (calls > before) {
            latencies[(int) before] = System.nanoTime() - due;
        }
    }

    /** Whether so much went wrong that the run may as well end. */
    boolean hopeless() {
        return wrong >= HOPELESS;
    }

    Load load() {
        int kept = (int) Math.min(calls, latencies.length);
        return new Load(calls, wrong, firstWrong, 0, Arrays.copyOf(latencies, kept));
    }

    private void fault(String what, int weight) {
        wrong += weight;
        if (firstWrong == null) {
            firstWrong = what;
        }
    }
}
