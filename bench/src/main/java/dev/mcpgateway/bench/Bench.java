package dev.mcpgateway.bench;

import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.profile.Profile;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Machine;
import dev.mcpgateway.bench.report.Report;
import dev.mcpgateway.bench.report.Table;
import dev.mcpgateway.bench.row.CallRow;
import dev.mcpgateway.bench.row.Effort;
import dev.mcpgateway.bench.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Measures the gateway against a bare proxy and prints one table. Exits with 0 whether or not the targets are met, with 1 when
 * a row could not be measured or an answer was wrong, with 2 for a wrong command line.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.println(Options.usage());
            return;
        }
        var lab = new Lab(options.jar(), options.jvm(), Files.createTempDirectory("mcp-gateway-bench-"));
        System.exit(options.profile() == null ? measure(options, lab) : profile(options, lab));
    }

    private static int measure(Options options, Lab lab) throws IOException {
        Machine machine = Machine.current();
        System.out.println(machine.text());
        List<Line> lines = new ArrayList<>();
        for (Row row : options.rows()) {
            System.err.println("… " + row.name() + ": " + row.description());
            try {
                lines.addAll(row.measure(lab, options.quick() ? Effort.QUICK : Effort.FULL));
            } catch (Exception e) {
                lines.add(Line.failed(row.name(), reason(e)));
            }
        }
        var table = new Table(lines);
        System.out.println(table.text());
        if (options.report()) {
            String commit = System.getProperty("bench.commit", "unknown");
            var report = new Report(LocalDate.now(), commit, machine, String.join(" ", options.jvm()), table);
            System.out.println("written to " + report.write(Path.of(System.getProperty("bench.reports", "."))));
        }
        if (table.failed()) {
            System.err.println("what the processes said is in " + lab.directory());
            return 1;
        }
        lab.clean();
        return 0;
    }

    private static int profile(Options options, Lab lab) throws Exception {
        for (Row row : options.rows()) {
            if (row instanceof CallRow calls) {
                System.out.println("the recording is " + Profile.record(lab, calls.call(), options.profile()));
                return 0;
            }
        }
        System.err.println("bench: --profile needs a row that makes calls");
        return 2;
    }

    /** What went wrong, without the wrappers of the threads that it went through. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
