package dev.mcpgateway.twotasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM of one of two tasks behind a load balancer that looks at its readiness, with people's calls and streams open. */
class RolledTaskIT {
    private static final int SESSIONS = 20;
    private static final int LONG_CALL_MILLIS = 6_000;

    @TempDir
    private Path directory;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger reopened = new AtomicInteger();
    private final List<String> noticed = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile boolean over;

    @Test
    void noClientNoticesThatATaskStops() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start().table(GatewayProcess.TABLE);
                LegacyServer upstream = LegacyServer.start(vertx);
                GatewayProcess one = GatewayProcess.start(directory, "one", dynamoDb.url(), up(upstream));
                GatewayProcess other = GatewayProcess.start(directory, "other", dynamoDb.url(), up(upstream))) {
            upstream.on(
                    "tools/call",
                    request -> request.after(
                            request.params().getString("name").equals("long")
                                    ? LONG_CALL_MILLIS
                                    : ThreadLocalRandom.current().nextInt(5, 60),
                            () -> request.result("{\"content\":[],\"done\":true}")));
            one.awaitReady();
            other.awaitReady();
            try (RoundRobinProxy proxy = new RoundRobinProxy(vertx, one.port(), other.port())) {
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    Caller caller = Caller.signIn(i, one.port(), proxy.port(), "/mcp");
                    clients.add(Thread.startVirtualThread(() -> stream(caller, proxy.port())));
                    clients.add(Thread.startVirtualThread(() -> call(caller, proxy.port(), "long")));
                    clients.add(Thread.startVirtualThread(() -> {
                        while (!over) {
                            call(caller, proxy.port(), "short");
                        }
                    }));
                }
                while (answered.get() < SESSIONS * 3
                        || upstream.received("tools/call").stream()
                                        .filter(request -> request.params()
                                                .getString("name")
                                                .equals("long"))
                                        .count()
                                < SESSIONS) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                one.terminate();
                awaitNotReady(one.managementPort());
                proxy.leaveOut(one.port());
                int exit = one.exitCode();
                int before = answered.get();
                while (answered.get() < before + SESSIONS * 3 && noticed.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                over = true;
                other.terminate();
                for (Thread client : clients) {
                    client.join(20_000);
                }
                Files.write(
                        Path.of("target/two-tasks-roll.txt"),
                        List.of(
                                "calls answered while a task stopped: " + answered.get(),
                                "streams that came back at the other task: " + reopened.get(),
                                "clients that noticed: " + noticed.size() + (noticed.isEmpty() ? " ok" : " MISSED")));
                assertThat(noticed).isEmpty();
                assertThat(exit).isZero();
                assertThat(upstream.received("initialize")).hasSize(SESSIONS);
            }
        } finally {
            over = true;
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitNotReady(int managementPort) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                    .build();
            while (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static Map<String, String> up(LegacyServer upstream) {
        return Map.of("up", "url: " + upstream.url());
    }

    private void call(Caller caller, int port, String tool) {
        try {
            HttpWire.Answer answer = caller.call(port, 1, tool, "x");
            if (answer.body().contains("\"done\":true")) {
                answered.incrementAndGet();
            } else if (!over) {
                noticed.add(tool + ": " + answer);
            }
        } catch (RuntimeException broken) {
            if (!over) {
                noticed.add(tool + ": " + broken);
            }
        }
    }

    /** Reads a stream to its end and opens it again, as clients do that were told when to come back. */
    private void stream(Caller caller, int port) {
        boolean first = true;
        while (!over) {
            try (HttpWire wire = HttpWire.connect(port)) {
                HttpWire.Head head = wire.send("GET", "/mcp", null, caller.with("Accept: text/event-stream"))
                        .head();
                if (head.status() != 200) {
                    noticed.add("stream: " + head);
                    return;
                }
                if (!first) {
                    reopened.incrementAndGet();
                }
                first = false;
                String last = null;
                for (String event = wire.event(); event != null; event = wire.event()) {
                    last = event;
                }
                if (!over && (last == null || !last.contains("retry: "))) {
                    noticed.add("stream: ended without a word to come back");
                    return;
                }
            } catch (RuntimeException broken) {
                if (!over) {
                    noticed.add("stream: " + broken);
                }
                return;
            }
        }
    }
}
