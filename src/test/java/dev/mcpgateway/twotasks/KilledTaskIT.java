package dev.mcpgateway.twotasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.SseServer;
import dev.mcpgateway.testing.TestServer;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of one of two tasks while many people call, each with a token and a session of their own: what {@code make
 * two-tasks} prints. Most sessions are served by any task; those in front of an HTTP+SSE server by the task that holds its
 * stream.
 */
class KilledTaskIT {
    private static final int SESSIONS = 50;
    private static final int HELD_SESSIONS = 10;
    private static final int CALLS_PER_SESSION = 20;
    private static final int KILL_AFTER = SESSIONS * CALLS_PER_SESSION * 2 / 5;

    @TempDir
    private Path directory;

    private final Tally any = new Tally();
    private final Tally held = new Tally();
    private volatile boolean killed;

    @Test
    void noSessionIsLostAndNoWriteRunsTwiceWhenATaskIsKilled() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start().table(GatewayProcess.TABLE);
                LegacyServer upstream = LegacyServer.start(vertx);
                SseServer holding = SseServer.start(vertx)) {
            upstream.on("tools/call", request -> later(request, any, request::result));
            holding.on("tools/call", request -> later(request, held, result -> holding.answer(request, result)));
            Map<String, String> upstreams =
                    Map.of("any", "url: " + upstream.url(), "held", "type: sse, url: " + holding.url());
            try (GatewayProcess one = GatewayProcess.start(directory, "one", dynamoDb.url(), upstreams);
                    GatewayProcess other = GatewayProcess.start(directory, "other", dynamoDb.url(), upstreams)) {
                one.awaitReady();
                other.awaitReady();
                try (RoundRobinProxy proxy = new RoundRobinProxy(vertx, one.port(), other.port())) {
                    List<Caller> callers = IntStream.range(0, SESSIONS + HELD_SESSIONS)
                            .mapToObj(i ->
                                    Caller.signIn(i, one.port(), proxy.port(), i < SESSIONS ? "/mcp/any" : "/mcp/held"))
                            .toList();
                    int taken = taken(callers, one.port()) + taken(callers, other.port());
                    List<Thread> clients = callers.stream()
                            .map(caller -> Thread.startVirtualThread(() -> client(caller, proxy.port())))
                            .toList();
                    while (any.calls() < KILL_AFTER) {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                    one.kill();
                    killed = true;
                    for (Thread client : clients) {
                        client.join();
                    }
                    taken += taken(callers, other.port());
                    report(upstream.received("initialize").size(), taken, holding.handshakes());
                }
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** Every call takes a while, so that the task that is killed has some under way. */
    private static void later(TestServer.Incoming request, Tally tally, java.util.function.Consumer<String> answer) {
        tally.arrived(request);
        String id = request.params().getJsonObject("arguments").getString("id");
        request.after(
                ThreadLocalRandom.current().nextInt(5, 60),
                () -> answer.accept("{\"content\":[{\"type\":\"text\",\"text\":\"" + id + "\"}]}"));
    }

    /** How many sessions a task serves for somebody else than the person who opened them. */
    private static int taken(List<Caller> callers, int task) {
        int taken = 0;
        for (int i = 0; i < callers.size(); i++) {
            Caller another = callers.get((i + 1) % callers.size()).in(callers.get(i));
            if (another.call(task, 1, "read", "stolen").status() != 404) {
                taken++;
            }
        }
        return taken;
    }

    private void client(Caller caller, int proxy) {
        Tally tally = caller.number() < SESSIONS ? any : held;
        for (int i = 0; i < CALLS_PER_SESSION; i++) {
            String argument = UUID.randomUUID().toString();
            boolean after = killed;
            try {
                HttpWire.Answer answer = caller.call(proxy, i + 1, i % 2 == 0 ? "write" : "read", argument);
                if (tally.ended(answer, i + 1, argument) && after) {
                    tally.wentOn.put(caller.number(), true);
                }
            } catch (UncheckedIOException broken) {
                // The client knows that it has no answer.
                tally.failed("the connection broke");
            }
        }
    }

    private void report(int initialized, int taken, long handshakes) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add(exactly("sessions served for another person", taken, 0));
        lines.add(exactly("initialize requests at the upstream", initialized, SESSIONS));
        lines.addAll(lines(any, SESSIONS));
        lines.add("with an HTTP+SSE server behind, whose stream one task holds:");
        lines.add(line("streams opened at that server", handshakes, "-", true));
        lines.addAll(lines(held, HELD_SESSIONS));
        Files.write(Path.of("target/two-tasks-kill.txt"), lines);
        assertThat(lines).noneMatch(line -> line.endsWith("MISSED"));
        assertThat(any.answered.get()).as("most calls").isGreaterThan(SESSIONS * CALLS_PER_SESSION * 9 / 10);
        assertThat(held.answered.get()).as("most calls").isGreaterThan(HELD_SESSIONS * CALLS_PER_SESSION / 2);
    }

    private static List<String> lines(Tally tally, int sessions) {
        int missing = sessions * CALLS_PER_SESSION - tally.calls();
        List<String> lines = new ArrayList<>(List.of(
                exactly("sessions that went on at the other task", tally.wentOn.size(), sessions),
                exactly("sessions that were answered 404", tally.sessionsLost.get(), 0),
                line("calls answered", tally.answered.get(), "-", true),
                line("calls reported as outcome unknown", tally.outcomeUnknown.get(), "-", true),
                line("calls reported as failed", tally.failed.get(), "-", true),
                exactly("calls that ended without a word", missing, 0),
                exactly("wrong answers", tally.wrong.size(), 0),
                line("writes that arrived at the upstream", tally.arrivals.size(), "-", true),
                exactly("writes that arrived more than once", tally.arrivedTwice(), 0),
                exactly("calls that arrived in another person's name", tally.forAnother.size(), 0)));
        tally.reasons.forEach((reason, count) -> lines.add("  failed " + count + " times: " + reason));
        return lines;
    }

    private static String exactly(String what, long count, long target) {
        return line(what, count, String.valueOf(target), count == target);
    }

    private static String line(String what, long count, String target, boolean met) {
        return String.format("%-46s %6d   target %-9s %s", what, count, target, met ? "ok" : "MISSED");
    }
}
