package dev.mcpgateway.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param row the name by which {@code --row} finds it
 * @param note how far the rounds lay apart, or what else belongs to the number
 */
public record Line(
        String row,
        String what,
        Target target,
        Unit unit,
        double measured,
        double baseline,
        String note,
        boolean failed) {
    static final List<String> HEADINGS =
            List.of("row", "what", "target", "measured", "baseline", "ratio", "verdict", "note");

    /** A number that was measured. */
    public static Line of(
            String row, String what, Target target, Unit unit, double measured, double baseline, String note) {
        return new Line(row, what, target, unit, measured, baseline, note, false);
    }

    /** A row that could not be measured, and why. */
    public static Line failed(String row, String why) {
        return new Line(row, "", new Target.Reported(), Unit.COUNT, 0, 0, why.replace("\n", " / "), true);
    }

    /** {@code ok}, {@code weak}, {@code failed}, or a dash where there is nothing to reach. */
    public String verdict() {
        if (failed) {
            return "FAILED";
        }
        if (target instanceof Target.Reported) {
            return "–";
        }
        return target.met(measured, baseline) ? "ok" : "weak";
    }

    List<String> cells() {
        if (failed) {
            return List.of(row, what, "", "", "", "", verdict(), note);
        }
        return List.of(
                row,
                what,
                target.text(),
                unit.format(measured),
                unit.format(baseline),
                baseline == 0 ? "–" : String.format(Locale.ROOT, "%.2f", measured / baseline),
                verdict(),
                note);
    }
}
