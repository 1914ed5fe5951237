package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.load.Callers;
import dev.mcpgateway.bench.load.Load;
import dev.mcpgateway.bench.load.Neighbours;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Latency of an upstream whose neighbours hang, flood and are dead, against the same without them. */
record IsolationRow() implements Row {
    private static final int CONNECTIONS = 16;
    private static final int CALLS_PER_SECOND = 1_000;
    /** For the neighbours to be in full swing. */
    private static final Duration HEAD_START = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public String description() {
        return "p50 of calls to one upstream while three others hang, flood and are dead";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        if (lab.calibrating()) {
            // A proxy has one upstream: nothing to compare.
            return List.of();
        }
        try (Server good = lab.mock(Era.LEGACY, Behaviour.ANSWER);
                Server hanging = lab.mock(Era.LEGACY, Behaviour.HANG);
                Server flooding = lab.mock(Era.LEGACY, Behaviour.FLOOD);
                Server alone = lab.gateway(new LinkedHashMap<>(Map.of("good", good.port())), "");
                Server amongOthers = lab.gateway(four(good, hanging, flooding), "");
                Callers callersAlone = callers(alone, "echo");
                Callers callersAmongOthers = callers(amongOthers, "good_echo")) {
            effort.warmUp(callersAlone);
            effort.warmUp(callersAmongOthers);
            Comparison[] found = Comparison.takeTurns(
                    effort.rounds(),
                    () -> round(callersAlone, effort),
                    () -> roundAmongOthers(amongOthers, callersAmongOthers, effort));
            return List.of(
                    line("p50 of the fourth upstream", new Target.AtMost(1.2), found[0]),
                    line("p99 of the fourth upstream", new Target.Reported(), found[1]));
        }
    }

    private static SequencedMap<String, Integer> four(Server good, Server hanging, Server flooding) throws Exception {
        SequencedMap<String, Integer> ports = new LinkedHashMap<>();
        ports.put("hanging", hanging.port());
        ports.put("flooding", flooding.port());
        ports.put("dead", Server.freePort());
        ports.put("good", good.port());
        return ports;
    }

    private static Callers callers(Server server, String tool) throws Exception {
        return Callers.open(Address.mcp(server.port()), Call.Echo.legacy(tool, 200), CONNECTIONS);
    }

    private static double[] roundAmongOthers(Server server, Callers callers, Effort effort) throws Exception {
        try (var neighbours = Neighbours.start(server.port(), "hanging_echo", "flooding_echo", "dead_echo")) {
            Thread.sleep(HEAD_START);
            double[] found = round(callers, effort);
            neighbours.check();
            return found;
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
