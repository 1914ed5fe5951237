package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.HttpConnection;
import dev.mcpgateway.bench.load.McpSession;
import dev.mcpgateway.bench.load.WrongAnswer;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Time from the start of the process to the first answered {@code initialize}. */
record StartRow() implements Row {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "process start to the first answered initialize";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER)) {
            // Once without counting: it brings the jars into the page cache.
            start(() -> lab.startBaseline(mock));
            start(() -> lab.startGateway(mock));
            Comparison found = Comparison.takeTurns(
                    effort.starts(),
                    () -> start(() -> lab.startBaseline(mock)),
                    () -> start(() -> lab.startGateway(mock)))[0];
            Unit unit = Unit.MILLISECONDS;
            return List.of(Line.of(
                    name(),
                    "process start to the first initialize",
                    new Target.AtMost(1.5),
                    unit,
                    found.gateway(),
                    found.baseline(),
                    found.spread(unit)));
        }
    }

    private static double[] start(Start start) throws Exception {
        long before = System.nanoTime();
        try (Server server = start.run()) {
            String last = "";
            while (System.nanoTime() - before < LIMIT.toNanos()
                    && server.process().isAlive()) {
                try (var connection = new HttpConnection(server.port(), LIMIT)) {
                    McpSession.initialize(connection, Address.mcp(server.port()));
                    return new double[] {(System.nanoTime() - before) / 1e6};
                } catch (IOException | WrongAnswer e) {
                    last = e.getMessage();
                    Thread.sleep(2);
                }
            }
            throw new IOException(server.name() + " answered no initialize (" + last + "): " + server.lastOutput());
        }
    }

    private interface Start {
        Server run() throws IOException;
    }
}
