package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Sessions;
import dev.mcpgateway.bench.load.UpstreamStats;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Jcmd;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What many sessions leave behind after one half was deleted and the other expired. */
record SessionsRow() implements Row {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);
    private static final String CONFIGURATION = """
            sessions:
              idleTimeout: %ds
              touchInterval: 1s
              sweepInterval: 1s
            """.formatted(IDLE_TIMEOUT.toSeconds());

    /** How long after the last expiry a store may take to give its space back. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Target TARGET = new Target.WithinTenPercent();
    /** Sessions that come before what is called "before", as a part of all. */
    private static final int WARM_UP = 10;

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String description() {
        return "heap, threads, descriptors and store file before and after 100,000 sessions";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER);
                Server gateway = lab.gateway(new LinkedHashMap<>(Map.of("mock", mock.port())), CONFIGURATION)) {
            Sessions.openAndLeave(gateway.port(), effort.sessions() / WARM_UP);
            Thread.sleep(IDLE_TIMEOUT.plus(BETWEEN_LOOKS));
            Footprint before = Footprint.of(gateway);

            Sessions.Left left = Sessions.openAndLeave(gateway.port(), effort.sessions());
            Thread.sleep(IDLE_TIMEOUT.plus(BETWEEN_LOOKS));
            Sessions.checkGone(gateway.port(), left.deleted());
            if (!lab.calibrating()) {
                Sessions.checkGone(gateway.port(), left.forgotten());
            }
            Footprint after = Footprint.of(gateway);
            long waited = 0;
            while (!after.within(before) && waited < GRACE.toSeconds()) {
                Thread.sleep(BETWEEN_LOOKS);
                waited += BETWEEN_LOOKS.toSeconds();
                after = Footprint.of(gateway);
            }
            String note = "looked at %d s after the last expiry; the upstream still has %,d sessions"
                    .formatted(
                            BETWEEN_LOOKS.toSeconds() + waited,
                            UpstreamStats.of(mock).openSessions());
            return lines(before, after, "%,d sessions".formatted(effort.sessions()), note);
        }
    }

    private List<Line> lines(Footprint before, Footprint after, String what, String note) {
        return List.of(
                line("live heap after " + what, Unit.MEBIBYTES, after.heap, before.heap, note),
                line("threads after " + what, Unit.COUNT, after.threads, before.threads, ""),
                line("descriptors after " + what, Unit.COUNT, after.descriptors, before.descriptors, ""),
                line("store file after " + what, Unit.MEBIBYTES, after.store, before.store, ""));
    }

    private Line line(String what, Unit unit, double after, double before, String note) {
        return Line.of(name(), what, TARGET, unit, after, before, note);
    }

    private record Footprint(double heap, double threads, double descriptors, double store) {
        static Footprint of(Server server) throws Exception {
            return new Footprint(
                    Jcmd.liveHeapBytes(server),
                    server.stats().threads(),
                    server.stats().descriptors(),
                    server.dataBytes());
        }

        boolean within(Footprint before) {
            return TARGET.met(heap, before.heap)
                    && TARGET.met(threads, before.threads)
                    && TARGET.met(descriptors, before.descriptors)
                    && TARGET.met(store, before.store);
        }
    }
}
