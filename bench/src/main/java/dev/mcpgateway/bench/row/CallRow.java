package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.load.Callers;
import dev.mcpgateway.bench.load.Load;
import dev.mcpgateway.bench.load.UpstreamStats;
import dev.mcpgateway.bench.load.WrongAnswer;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.util.List;

/** CPU time and throughput of one kind of call, in a closed loop over 32 connections. */
public record CallRow(String name, String what, Call call, Target cpu, Target throughput) implements Row {
    private static final int CONNECTIONS = 32;

    @Override
    public String description() {
        return "CPU a call and throughput of " + what;
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        Era era = call.stateless() ? Era.MODERN : Era.LEGACY;
        try (Server mock = lab.mock(era, behaviour());
                Server baseline = lab.baseline(mock);
                Server gateway = lab.gateway(mock);
                Callers throughBaseline = Callers.open(Address.mcp(baseline.port()), call, CONNECTIONS);
                Callers throughGateway = Callers.open(Address.mcp(gateway.port()), call, CONNECTIONS)) {
            effort.warmUp(throughBaseline);
            effort.warmUp(throughGateway);
            Comparison[] found = Comparison.takeTurns(
                    effort.rounds(),
                    () -> round(baseline, throughBaseline, mock, effort),
                    () -> round(gateway, throughGateway, mock, effort));
            return List.of(
                    line("CPU of " + what, cpu, Unit.MICROSECONDS, found[0]),
                    line("throughput of " + what, throughput, Unit.CALLS_PER_SECOND, found[1]));
        }
    }

    private Behaviour behaviour() {
        return call instanceof Call.ToolsList list && list.tools() == Behaviour.LONG_LIST.tools()
                ? Behaviour.LONG_LIST
                : Behaviour.ANSWER;
    }

    private double[] round(Server server, Callers callers, Server mock, Effort effort) throws Exception {
        long reached = UpstreamStats.of(mock).requests("tools/call");
        double before = server.stats().cpuMicros();
        Load load = callers.closedLoop(effort.round()).checked();
        double used = server.stats().cpuMicros() - before;
        reached = UpstreamStats.of(mock).requests("tools/call") - reached;
        if (call instanceof Call.Echo && reached < load.calls()) {
            throw new WrongAnswer(load.calls() + " calls were answered, and " + reached + " reached the upstream");
        }
        return new double[] {used / load.calls(), load.callsPerSecond()};
    }

    private Line line(String title, Target target, Unit unit, Comparison found) {
        return Line.of(name, title, target, unit, found.gateway(), found.baseline(), found.spread(unit));
    }
}
