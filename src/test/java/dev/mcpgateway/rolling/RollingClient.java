package dev.mcpgateway.rolling;

import dev.mcpgateway.testing.HttpWire;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client with its session: calls at a steady rate over a connection that it keeps, as SDKs do. It repeats no call. */
final class RollingClient {
    private static final String JSON = "Content-Type: application/json";
    private static final String ACCEPT = "Accept: application/json, text/event-stream";

    private final int port;
    private final String authorization;
    private final Outcomes outcomes;
    private final String session;
    private @Nullable HttpWire kept;

    /** Opens a session. */
    RollingClient(int port, String token, Outcomes outcomes) {
        this.port = port;
        this.authorization = "Authorization: Bearer " + token;
        this.outcomes = outcomes;
        HttpWire.Answer answer = send(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                        + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"rolling\",\"version\":\"1\"}}}");
        String id = answer.header("mcp-session-id");
        if (id == null) {
            throw new IllegalStateException("no session: " + answer);
        }
        this.session = id;
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", sessionHeader());
    }

    private String sessionHeader() {
        return "Mcp-Session-Id: " + session;
    }

    /** Calls until it is over; a call that took long is followed by the next ones at once, so that the rate stays. */
    void call(long periodNanos) throws InterruptedException {
        long next = System.nanoTime() + ThreadLocalRandom.current().nextLong(periodNanos);
        for (int i = 1; !outcomes.isOver(); i++) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            next += periodNanos;
            call(i);
        }
        close();
    }

    private void call(int number) {
        String key = UUID.randomUUID().toString();
        String tool = number % 2 == 0 ? "echo" : "add";
        if (tool.equals("add")) {
            outcomes.writes.incrementAndGet();
        }
        long start = System.nanoTime();
        try {
            HttpWire.Answer answer = send(
                    "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                            + tool + "\",\"arguments\":{\"key\":\"" + key + "\"}}}",
                    sessionHeader());
            if (answer.status() == 404) {
                outcomes.sessionsLost.incrementAndGet();
            }
            if (answer.status() == 200
                    && answer.body().contains(key)
                    && !answer.body().contains("\"error\"")) {
                outcomes.answered(System.nanoTime() - start);
            } else {
                outcomes.failed(answer.status() + " " + answer.body());
            }
        } catch (UncheckedIOException broken) {
            close();
            outcomes.failed("the connection broke: " + broken.getCause().getMessage());
        }
    }

    private HttpWire.Answer send(String message, String... headers) {
        HttpWire wire = kept;
        if (wire == null) {
            wire = HttpWire.connect(port);
            kept = wire;
        }
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 3);
        all[headers.length] = JSON;
        all[headers.length + 1] = ACCEPT;
        all[headers.length + 2] = authorization;
        HttpWire.Answer answer = wire.send("POST", "/mcp", message, all).answer();
        if ("close".equalsIgnoreCase(answer.header("connection"))) {
            close();
        }
        return answer;
    }

    private void close() {
        HttpWire wire = kept;
        kept = null;
        if (wire != null) {
            wire.close();
        }
    }

    /** Keeps the session's stream open: where it ends, it is opened again where it stopped, after the time that was asked for. */
    void stream(StreamOutcome outcome) throws InterruptedException {
        String last = null;
        long retry = 1_000;
        while (!outcomes.isOver()) {
            String[] headers = {"Accept: text/event-stream", authorization, sessionHeader()};
            if (last != null) {
                headers = java.util.Arrays.copyOf(headers, headers.length + 1);
                headers[headers.length - 1] = "Last-Event-ID: " + last;
            }
            try (HttpWire wire = HttpWire.connect(port).send("GET", "/mcp", null, headers)) {
                int status = wire.head().status();
                if (status != 200) {
                    outcome.refused(status);
                } else {
                    outcome.opened();
                    for (String event = wire.event(); event != null && !outcomes.isOver(); event = wire.event()) {
                        for (String field : event.split("\\|", -1)) {
                            if (field.startsWith("id: ")) {
                                last = field.substring("id: ".length());
                            } else if (field.startsWith("retry: ")) {
                                retry = Long.parseLong(field.substring("retry: ".length()));
                            } else if (field.startsWith("data: ")) {
                                outcome.heard();
                            }
                        }
                    }
                }
            } catch (UncheckedIOException broken) {
                outcome.broke();
            }
            TimeUnit.MILLISECONDS.sleep(retry);
        }
    }
}
