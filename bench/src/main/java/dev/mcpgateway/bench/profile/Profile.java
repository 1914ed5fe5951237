package dev.mcpgateway.bench.profile;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.load.Callers;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Jcmd;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Records a server under load and prints the frames that it was found in. */
public final class Profile {
    private static final int CONNECTIONS = 32;
    private static final int WARM_UP_CALLS = 150_000;
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(20);
    private static final Duration RECORDED = Duration.ofSeconds(15);

    private Profile() {}

    /** What is printed of a recording. */
    public enum Kind {
        CPU,
        ALLOC;

        /** Fails with an {@link IllegalArgumentException} that lists the names. */
        public static Kind named(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("there is no profile " + name + "; cpu and alloc are"));
        }
    }

    /** Profiles the gateway, or the bare proxy when the lab calibrates; returns the recording. */
    public static Path record(Lab lab, Call call, Kind kind) throws Exception {
        Era era = call.stateless() ? Era.MODERN : Era.LEGACY;
        Path recording = lab.directory().resolve("profile.jfr");
        try (Server mock = lab.mock(era, Behaviour.ANSWER);
                Server gateway = lab.with(flags(lab)).gateway(mock);
                Callers callers = Callers.open(Address.mcp(gateway.port()), call, CONNECTIONS)) {
            callers.warmUp(WARM_UP_CALLS, WARM_UP_LIMIT);
            Jcmd.startRecording(gateway);
            double cpu = gateway.stats().cpuMicros();
            long calls = callers.closedLoop(RECORDED).checked().calls();
            cpu = gateway.stats().cpuMicros() - cpu;
            Jcmd.stopRecording(gateway, recording);
            System.out.printf(
                    "%s: %,d calls in %d s, %.1f µs CPU a call while recorded%n",
                    gateway.name(), calls, RECORDED.toSeconds(), cpu / calls);
            Frames frames = Frames.read(recording);
            System.out.println(
                    switch (kind) {
                        case CPU -> frames.cpu();
                        case ALLOC -> frames.allocations(calls);
                    });
        }
        return recording;
    }

    private static List<String> flags(Lab lab) {
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                // Without it a sample is put down to the nearest safepoint, which may be in another method.
                "-XX:+DebugNonSafepoints",
                "-XX:FlightRecorderOptions:repository=" + lab.directory());
    }
}
