package dev.mcpgateway.rolling;

import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.TestServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server behind the gateways that {@code make rolling} replaces: it counts how often each write arrives, and says something
 * on each stream every two seconds. Port 8080 is for MCP, 8081 tells the counts.
 */
final class CountingUpstream {
    private static final int MCP_PORT = 8080;
    private static final int COUNTS_PORT = 8081;
    private static final String EVERY_ADDRESS = "0.0.0.0";
    private static final long MESSAGE_MILLIS = 2_000;
    /** How long a call takes, so that a gateway that stops has some under way. */
    private static final int CALL_MILLIS = 60;

    private final Map<String, AtomicInteger> writes = new ConcurrentHashMap<>();
    private final AtomicInteger initialized = new AtomicInteger();

    private CountingUpstream() {}

    static void main() throws Exception {
        new CountingUpstream().start(Vertx.vertx());
    }

    private void start(Vertx vertx) throws Exception {
        LegacyServer server = LegacyServer.startAt(vertx, EVERY_ADDRESS, MCP_PORT);
        server.on("notifications/initialized", request -> {
            initialized.incrementAndGet();
            request.status(202);
        });
        server.on("tools/call", this::call);
        server.on("GET", request -> talk(vertx, request));
        vertx.createHttpServer(new HttpServerOptions().setHost(EVERY_ADDRESS).setPort(COUNTS_PORT))
                .requestHandler(asked -> asked.response().end(counts()))
                .listen()
                .await(10, TimeUnit.SECONDS);
    }

    private void call(TestServer.Incoming request) {
        JsonObject arguments = request.params().getJsonObject("arguments");
        if (request.params().getString("name").equals("add")) {
            writes.computeIfAbsent(arguments.getString("key"), first -> new AtomicInteger())
                    .incrementAndGet();
        }
        request.after(
                ThreadLocalRandom.current().nextInt(5, CALL_MILLIS),
                () -> request.result(
                        "{\"content\":[{\"type\":\"text\",\"text\":\"" + arguments.getString("key") + "\"}]}"));
    }

    private static void talk(Vertx vertx, TestServer.Incoming stream) {
        stream.stream();
        vertx.setPeriodic(MESSAGE_MILLIS, timer -> {
            if (stream.http().response().ended() || stream.http().response().closed()) {
                vertx.cancelTimer(timer);
            } else {
                stream.notification("notifications/message", "{\"level\":\"info\",\"data\":\"still here\"}");
            }
        });
    }

    /** One line: initialized sessions, writes that arrived, writes that arrived more than once. */
    private String counts() {
        long more = writes.values().stream().filter(count -> count.get() > 1).count();
        return initialized.get() + " " + writes.size() + " " + more;
    }
}
