package dev.mcpgateway.audit;

import java.io.PrintStream;

/** A stream of the process, which the log may use as well: a line is written in one piece. */
final class AuditStream implements AuditTarget {
    private final PrintStream out;

    AuditStream(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] lines) {
        out.write(lines, 0, lines.length);
        out.flush();
    }

    @Override
    public void close() {
        // The stream is the process's.
    }
}
