package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.IdleStreams;
import dev.mcpgateway.bench.load.UpstreamStats;
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

/** Resident memory while many clients hold a GET stream open, each with its own stream to the upstream. */
record StreamsRow() implements Row {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String description() {
        return "resident memory with 5,000 idle streams";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        Comparison found = Comparison.takeTurns(
                effort.repeats(), () -> round(lab, effort, lab::baseline), () -> round(lab, effort, lab::gateway))[0];
        return List.of(Line.of(
                name(),
                "resident memory, %,d idle streams".formatted(effort.streams()),
                new Target.AtMost(1.3),
                Unit.MEBIBYTES,
                found.gateway(),
                found.baseline(),
                found.spread(Unit.MEBIBYTES)));
    }

    private static double[] round(Lab lab, Effort effort, Start start) throws Exception {
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER);
                Server server = start.run(mock);
                IdleStreams streams = IdleStreams.open(server.port(), effort.streams())) {
            Thread.sleep(effort.settle());
            double resident = server.stats().residentBytes();
            check(streams, effort, server.name());
            int upstream = UpstreamStats.of(mock).openStreams();
            if (upstream != effort.streams()) {
                throw new WrongAnswer(server.name() + " holds " + upstream + " streams to the upstream");
            }
            return new double[] {resident};
        }
    }

    private static void check(IdleStreams streams, Effort effort, String name) throws WrongAnswer {
        if (streams.reading() != effort.streams()) {
            throw new WrongAnswer(name + " ended " + (effort.streams() - streams.reading()) + " streams");
        }
        if (effort.settle().compareTo(KEEP_ALIVE) > 0 && streams.heard() != effort.streams()) {
            throw new WrongAnswer(
                    name + " left " + (effort.streams() - streams.heard()) + " streams without a comment");
        }
    }

    private interface Start {
        Server run(Server upstream) throws IOException, InterruptedException;
    }
}
