package dev.mcpgateway.rolling;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Figures with their targets. */
final class Table {
    private final List<String> lines = new ArrayList<>();
    private boolean met = true;

    void row(String what, long figure, String target, boolean isMet) {
        met &= isMet;
        lines.add(String.format("%-50s %6d   target %-8s %s", what, figure, target, isMet ? "ok" : "MISSED"));
    }

    void note(String text) {
        lines.add("  " + text);
    }

    /** Prints it, and tells whether every target is met. */
    boolean print(PrintStream out) {
        lines.forEach(out::println);
        return met;
    }
}
