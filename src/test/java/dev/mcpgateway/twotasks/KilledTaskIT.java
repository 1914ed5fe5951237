package dev.mcpgateway.twotasks;

import static dev.mcpgateway.testing.RunningGateway.ACCEPT;
import static dev.mcpgateway.testing.RunningGateway.JSON;
import static dev.mcpgateway.testing.RunningGateway.initializeMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of one of two tasks while many sessions call: what {@code make two-tasks} prints. */
class KilledTaskIT {
    private static final int SESSIONS = 50;
    private static final int CALLS_PER_SESSION = 20;
    private static final int KILL_AFTER = SESSIONS * CALLS_PER_SESSION * 2 / 5;
    private static final String OUTCOME_UNKNOWN = "-31001";

    @TempDir
    private Path directory;

    private final Tally tally = new Tally();
    private volatile boolean killed;

    @Test
    void noSessionIsLostAndNoWriteRunsTwiceWhenATaskIsKilled() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start().table("two-tasks");
                LegacyServer upstream = LegacyServer.start(vertx);
                GatewayProcess one =
                        GatewayProcess.start(directory, "one", dynamoDb.url(), "two-tasks", upstream.url());
                GatewayProcess other =
                        GatewayProcess.start(directory, "other", dynamoDb.url(), "two-tasks", upstream.url())) {
            upstream.on("tools/call", this::count);
            one.awaitReady();
            other.awaitReady();
            try (RoundRobinProxy proxy = new RoundRobinProxy(vertx, one.port(), other.port())) {
                List<String> sessions = initialize(proxy.port());
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    int number = i;
                    clients.add(Thread.startVirtualThread(() -> client(number, sessions.get(number), proxy.port())));
                }
                while (tally.calls() < KILL_AFTER) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                one.kill();
                killed = true;
                for (Thread client : clients) {
                    client.join();
                }
                report(upstream.received("initialize").size());
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** Every call takes a while, so that the task that is killed has some under way. */
    private void count(LegacyServer.Incoming request) {
        JsonObject arguments = request.params().getJsonObject("arguments");
        if (request.params().getString("name").equals("write")) {
            tally.arrived(arguments.getString("id"));
        }
        request.after(
                ThreadLocalRandom.current().nextInt(5, 60),
                () -> request.result(
                        "{\"content\":[{\"type\":\"text\",\"text\":\"" + arguments.getString("id") + "\"}]}"));
    }

    private static List<String> initialize(int port) {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            try (HttpWire wire = HttpWire.connect(port)) {
                String session = wire.send("POST", "/mcp", initializeMessage("2025-11-25"), JSON, ACCEPT)
                        .answer()
                        .header("mcp-session-id");
                assertThat(session).as("session %d", i).isNotNull();
                sessions.add(session);
            }
        }
        return sessions;
    }

    private void client(int number, String session, int port) {
        for (int i = 0; i < CALLS_PER_SESSION; i++) {
            String id = UUID.randomUUID().toString();
            String tool = i % 2 == 0 ? "write" : "read";
            boolean after = killed;
            boolean answered = call(session, port, i + 1, tool, id);
            if (answered && after) {
                tally.wentOn.put(number, true);
            }
        }
    }

    /** Each call on a connection of its own, so that the next one comes to the other task. */
    private boolean call(String session, int port, int number, String tool, String id) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool + "\",\"arguments\":{\"id\":\"" + id + "\"}}}";
        try (HttpWire wire = HttpWire.connect(port)) {
            HttpWire.Answer answer = wire.send(
                            "POST", "/mcp", message, JSON, ACCEPT, "Mcp-Session-Id: " + session, "Connection: close")
                    .answer();
            if (answer.status() == 404) {
                tally.sessionsLost.incrementAndGet();
            }
            String body = answer.body();
            if (answer.status() == 200 && body.contains(id) && body.contains("\"id\":" + number)) {
                tally.answered.incrementAndGet();
                return true;
            }
            if (body.contains(OUTCOME_UNKNOWN)) {
                tally.outcomeUnknown.incrementAndGet();
            } else if (answer.status() != 200 || body.contains("\"error\"")) {
                tally.failed.incrementAndGet();
                tally.reasons.merge(answer.status() + " " + body, 1, Integer::sum);
            } else {
                tally.wrong.add(body);
            }
        } catch (UncheckedIOException broken) {
            // The connection broke: the client knows that it has no answer.
            tally.failed.incrementAndGet();
            tally.reasons.merge("the connection broke", 1, Integer::sum);
        }
        return false;
    }

    private void report(int initialized) throws Exception {
        int calls = SESSIONS * CALLS_PER_SESSION;
        int wentOn = tally.wentOn.size();
        int missing = calls - tally.calls();
        List<String> lines = new ArrayList<>(List.of(
                line(
                        "sessions that went on at the other task",
                        wentOn,
                        SESSIONS + " of " + SESSIONS,
                        wentOn == SESSIONS),
                line("sessions that were answered 404", tally.sessionsLost.get(), "0", tally.sessionsLost.get() == 0),
                line(
                        "initialize requests at the upstream",
                        initialized,
                        String.valueOf(SESSIONS),
                        initialized == SESSIONS),
                line("calls answered", tally.answered.get(), "-", true),
                line("calls reported as outcome unknown", tally.outcomeUnknown.get(), "-", true),
                line("calls reported as failed", tally.failed.get(), "-", true),
                line("calls that ended without a word", missing, "0", missing == 0),
                line("wrong answers", tally.wrong.size(), "0", tally.wrong.isEmpty()),
                line("writes that arrived at the upstream", tally.arrivals.size(), "-", true),
                line("writes that arrived more than once", tally.arrivedTwice(), "0", tally.arrivedTwice() == 0)));
        tally.reasons.forEach((reason, count) -> lines.add("  failed " + count + " times: " + reason));
        Files.write(Path.of("target/two-tasks-kill.txt"), lines);
        assertThat(lines).noneMatch(line -> line.endsWith("MISSED"));
        assertThat(tally.answered.get()).as("most calls").isGreaterThan(calls * 9 / 10);
    }

    private static String line(String what, long count, String target, boolean met) {
        return String.format("%-46s %6d   target %-9s %s", what, count, target, met ? "ok" : "MISSED");
    }
}
