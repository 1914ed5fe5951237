package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.report.Target;
import java.util.List;

/** All rows, in the order of the table. */
public final class Rows {
    private static final Target CALL_CPU = new Target.AtMost(1.5);
    private static final Target THROUGHPUT = new Target.AtLeast(0.7);
    private static final Target REPORTED = new Target.Reported();

    public static final List<Row> ALL = List.of(
            new CallRow("call-200", "tools/call, 200 bytes", Call.Echo.legacy(200), CALL_CPU, THROUGHPUT),
            new CallRow("call-64k", "tools/call, 64 KiB", Call.Echo.legacy(64 << 10), CALL_CPU, REPORTED),
            new CallRow("call-2026", "tools/call of 2026-07-28, 200 bytes", Call.Echo.modern(200), CALL_CPU, REPORTED),
            new CallRow("list", "tools/list, 20 tools", new Call.ToolsList(20), new Target.AtMost(1.0), REPORTED),
            new CallRow("list-300", "tools/list, 300 tools", new Call.ToolsList(300), new Target.AtMost(1.0), REPORTED),
            new SignedInRow(),
            new LatencyRow(),
            new StreamsRow(),
            new SessionsRow(),
            new IsolationRow(),
            new StartRow(),
            new DocumentRow());

    private Rows() {}
}
