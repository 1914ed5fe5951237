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

/** CPU time of a call with an access token, against the same gateway without sign-in. */
record SignedInRow() implements Row {
    private static final int CONNECTIONS = 32;
    private static final Call CALL = Call.Echo.legacy(200);

    @Override
    public String name() {
        return "signed-in";
    }

    @Override
    public String description() {
        return "CPU a call of tools/call, 200 bytes, with an access token";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        if (lab.calibrating()) {
            // A proxy signs nobody in: nothing to compare.
            return List.of();
        }
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER);
                Server open = lab.gateway(mock);
                Lab.Guarded guarded = lab.guardedGateway(mock);
                Callers anybody = Callers.open(Address.mcp(open.port()), CALL, CONNECTIONS);
                Callers signedIn = Callers.open(
                        Address.mcp(guarded.server().port()).as(guarded.token()), CALL, CONNECTIONS)) {
            effort.warmUp(anybody);
            effort.warmUp(signedIn);
            Comparison found = Comparison.takeTurns(
                    effort.rounds(),
                    () -> round(open, anybody, effort),
                    () -> round(guarded.server(), signedIn, effort))[0];
            Unit unit = Unit.MICROSECONDS;
            return List.of(Line.of(
                    name(),
                    "CPU of tools/call with a token",
                    new Target.AtMost(1.15),
                    unit,
                    found.gateway(),
                    found.baseline(),
                    found.spread(unit)));
        }
    }

    private static double[] round(Server server, Callers callers, Effort effort) throws Exception {
        double before = server.stats().cpuMicros();
        Load load = callers.closedLoop(effort.round()).checked();
        return new double[] {(server.stats().cpuMicros() - before) / load.calls()};
    }
}
