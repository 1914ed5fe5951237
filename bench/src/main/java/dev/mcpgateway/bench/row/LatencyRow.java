package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.load.Callers;
import dev.mcpgateway.bench.load.Load;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.util.List;

/** Latency of a small call in an open loop. */
record LatencyRow() implements Row {
    private static final int CONNECTIONS = 32;
    private static final int CALLS_PER_SECOND = 2_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "p50 and p99 of a tools/call of 200 bytes at 2,000 calls/s";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        var call = Call.Echo.legacy(200);
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER);
                Server baseline = lab.baseline(mock);
                Server gateway = lab.gateway(mock);
                Callers throughBaseline = Callers.open(Address.mcp(baseline.port()), call, CONNECTIONS);
                Callers throughGateway = Callers.open(Address.mcp(gateway.port()), call, CONNECTIONS)) {
            effort.warmUp(throughBaseline);
            effort.warmUp(throughGateway);
            Comparison[] found = Comparison.takeTurns(
                    effort.rounds(), () -> round(throughBaseline, effort), () -> round(throughGateway, effort));
            return List.of(
                    line("p50 at 2,000 calls/s", new Target.AtMost(1.5, 100, " + 0.1 ms"), found[0]),
                    line("p99 at 2,000 calls/s", new Target.Reported(), found[1]));
        }
    }

    private static double[] round(Callers callers, Effort effort) throws Exception {
        Load load = callers.openLoop(CALLS_PER_SECOND, effort.round()).checked();
        return new double[] {load.percentile(50), load.percentile(99)};
    }

    private Line line(String what, Target target, Comparison found) {
        Unit unit = Unit.MICROSECONDS;
        return Line.of(name(), what, target, unit, found.gateway(), found.baseline(), found.spread(unit));
    }
}
