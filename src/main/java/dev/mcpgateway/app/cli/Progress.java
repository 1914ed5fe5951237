package dev.mcpgateway.app.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far long work is. */
final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream err;
    private final String what;
    private long count;
    private long saidAt = System.nanoTime();

    Progress(PrintStream err, String what) {
        this.err = err;
        this.what = what;
    }

    void one() {
        count++;
        long now = System.nanoTime();
        if (now - saidAt >= EVERY_NANOS) {
            saidAt = now;
            err.println(what + " " + count + " records so far");
        }
    }
}
