package dev.mcpgateway.bench;

import dev.mcpgateway.bench.profile.Profile;
import dev.mcpgateway.bench.row.Row;
import dev.mcpgateway.bench.row.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param rows what to measure
 * @param profile what to print of a recording, or null to measure
 * @param jar the gateway's fat jar; null to measure a second bare proxy in the gateway's place
 * @param jvm flags of the gateway and of the baseline
 */
record Options(
        boolean help, List<Row> rows, boolean quick, boolean report, Profile.Kind profile, Path jar, List<String> jvm) {
    /**
     * The collector that {@code ./gateway} chooses, room enough that no row is about its limit, and a size to begin with, which
     * would otherwise depend on the memory of the machine.
     */
    private static final String JVM = "-XX:+UseSerialGC -Xms64m -Xmx512m";

    /** Fails with an {@link IllegalArgumentException} that says what is wrong. */
    static Options parse(String... arguments) {
        boolean help = false;
        boolean quick = false;
        boolean calibrate = false;
        boolean report = false;
        Profile.Kind profile = null;
        List<Row> rows = new ArrayList<>();
        Path jar = null;
        String jvm = JVM;
        var rest = List.of(arguments).iterator();
        try {
            while (rest.hasNext()) {
                String option = rest.next();
                switch (option) {
                    case "--help" -> help = true;
                    case "--quick" -> quick = true;
                    case "--calibrate" -> calibrate = true;
                    case "--report" -> report = true;
                    case "--profile" -> profile = Profile.Kind.named(rest.next());
                    case "--row" -> rows.add(row(rest.next()));
                    case "--jar" -> jar = Path.of(rest.next());
                    case "--jvm" -> jvm = rest.next();
                    default -> throw new IllegalArgumentException("unknown option " + option + "; --help lists all");
                }
            }
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("the last option needs a value; --help lists all", e);
        }
        List<Row> chosen = rows.isEmpty() ? Rows.ALL : List.copyOf(rows);
        return new Options(help, chosen, quick, report, profile, calibrate ? null : jar, List.of(jvm.split(" ")));
    }

    static String usage() {
        return """
                usage: bench/run [options]
                  --row NAME    measure this row only; may be given several times:
                %s
                  --quick       some seconds a row: to try, not to quote
                  --report      write bench/reports/<date>-<cores>cores.md as well
                  --profile cpu|alloc
                                do not measure: record the row (call-200 unless --row says otherwise) and print which
                                methods use the CPU, or allocate
                  --calibrate   put a second bare proxy in the gateway's place: each ratio ought to be 1, and how far
                                it is from 1 is the noise of this machine
                  --jvm FLAGS   JVM flags of the gateway and of the baseline (default: %s)
                  --help        this text""".formatted(
                        Rows.ALL.stream()
                                .map(row -> "      %-10s  %s".formatted(row.name(), row.description()))
                                .collect(Collectors.joining("\n")),
                        JVM);
    }

    private static Row row(String name) {
        return Rows.ALL.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no row " + name + "; --help lists all"));
    }
}
