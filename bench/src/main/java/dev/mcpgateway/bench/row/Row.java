package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.report.Line;
import java.util.List;

/** Something that is measured on its own. */
public interface Row {
    /** The name for {@code --row}. */
    String name();

    /** What is measured, for {@code --help}. */
    String description();

    /** Measures, and leaves no process behind; fails when an answer was wrong. */
    List<Line> measure(Lab lab, Effort effort) throws Exception;
}
