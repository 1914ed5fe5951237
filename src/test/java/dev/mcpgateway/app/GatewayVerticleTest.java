package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.DrainConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ManagementConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private LegacyServer server;

    @TempDir
    private Path data;

    @BeforeEach
    void startServer() {
        server = LegacyServer.start(vertx);
        server.answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private GatewayConfig config() {
        return RunningGateway.config(data, UpstreamConfig.http("up", server.url()));
    }

    private static String management(RunningGateway gateway) {
        return gateway.managementUrl();
    }

    @Test
    void aClientReachesTheServerAndTheBannerSaysHow() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            assertThat(gateway.banner.get()).contains("\"mcpServers\"", "cursor://anysphere", "up  asked on first use");
            HttpResponse<String> answer = gateway.send(gateway.initialize(), RunningGateway.call(1, "echo"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"text\":\"done\"");
            assertThat(gateway.get(gateway.address() + "/health").body()).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void aRestartLosesNoSession() throws Exception {
        String session;
        try (RunningGateway gateway = RunningGateway.start(config())) {
            session = gateway.initialize();
            gateway.stop().await(10, TimeUnit.SECONDS);
        }
        try (RunningGateway gateway = RunningGateway.start(config())) {
            assertThat(gateway.send(session, RunningGateway.call(1, "echo")).body())
                    .contains("\"text\":\"done\"");
            assertThat(server.received("initialize")).hasSize(1);
        }
    }

    @Test
    void healthAndMetricsAnswerOnAPortOfTheirOwn() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            gateway.send(gateway.initialize(), RunningGateway.call(1, "echo"));
            assertThat(gateway.get(management(gateway) + "/health/live").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> ready = gateway.get(management(gateway) + "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("store", "lifecycle");
            assertThat(gateway.get(management(gateway) + "/metrics").body())
                    .contains("mcp_gateway_requests_seconds_count", "method=\"tools/call\"", "upstream=\"up\"")
                    .contains("mcp_gateway_sessions 1.0", "mcp_gateway_streams", "mcp_gateway_event_loop_lag_seconds");
        }
    }

    @Test
    void metricsSayWhatThresholdsAreHeldAgainst() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            gateway.initialize();
            assertThat(gateway.get(management(gateway) + "/metrics").body())
                    .contains("mcp_gateway_ready 1.0", "mcp_gateway_drain_seconds 0.0")
                    .contains("mcp_gateway_drain_budget_seconds 4.0")
                    .contains("mcp_gateway_sessions_limit 100000.0", "mcp_gateway_streams_limit 20000.0")
                    .containsPattern("mcp_gateway_store_operations_seconds_count\\{operation=\"put\"} [1-9]")
                    .contains("mcp_gateway_store_failures_total{operation=\"put\",reason=\"unavailable\"} 0.0");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(gateway.get(management(gateway) + "/metrics")
                                    .body())
                            .contains("jvm_memory_used_bytes{area=\"heap\"", "jvm_gc_", "process_cpu_usage")
                            .contains("process_uptime_seconds", "process_files_open_files"));
        }
    }

    @Test
    void whoIsToldToStopSaysForHowLong() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            gateway.gateway.lifecycle().drain();
            assertThat(gateway.get(management(gateway) + "/metrics").body())
                    .contains("mcp_gateway_ready 0.0")
                    .containsPattern("mcp_gateway_drain_seconds (0\\.0*[1-9]|[1-9]|\\d+\\.\\d+E-)");
        }
    }

    @Test
    void aDeadUpstreamDoesNotMakeTheGatewayUnready() throws Exception {
        server.stop();
        try (RunningGateway gateway = RunningGateway.start(config())) {
            HttpResponse<String> answer = gateway.send(
                    null,
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                            + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
            assertThat(answer.body()).contains("\"error\"", "up");
            assertThat(answer.headers().firstValue("mcp-session-id")).isEmpty();
            assertThat(gateway.get(management(gateway) + "/health/ready").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void drainingAnswersWhatEndsInTimeAndSaysOutcomeUnknownForTheRest() throws Exception {
        server.on("tools/call", incoming -> {
            if (incoming.params().getString("name").equals("slow")) {
                incoming.after(700, () -> incoming.result("{\"content\":[]}"));
            }
        });
        try (RunningGateway gateway = RunningGateway.start(config())) {
            String session = gateway.initialize();
            List<CompletableFuture<HttpResponse<InputStream>>> streams = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String own = gateway.initialize();
                streams.add(gateway.http.sendAsync(
                        gateway.request("/mcp")
                                .header("accept", "text/event-stream")
                                .header("mcp-session-id", own)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream()));
            }
            for (CompletableFuture<HttpResponse<InputStream>> stream : streams) {
                assertThat(stream.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            var slow = gateway.http.sendAsync(
                    gateway.post(session, RunningGateway.call(1, "slow")), HttpResponse.BodyHandlers.ofString());
            var never = gateway.http.sendAsync(
                    gateway.post(session, RunningGateway.call(2, "never")), HttpResponse.BodyHandlers.ofString());
            await().until(() -> server.received("tools/call").size() == 2);

            String ready = management(gateway) + "/health/ready";
            Future<Void> stopped = gateway.stop();
            await().until(() -> gateway.get(ready).statusCode() == 503);

            assertThat(slow.get(10, TimeUnit.SECONDS).body()).contains("\"content\":[]");
            assertThat(never.get(10, TimeUnit.SECONDS).body()).contains("-31001", "\"id\":2");
            for (CompletableFuture<HttpResponse<InputStream>> stream : streams) {
                assertThat(new String(stream.get().body().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith(":\n\n")
                        .contains("retry: 1000");
            }
            stopped.await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasSentInTheLastMomentIsStillAnsweredWhenNobodyCanConnectAnyMore() throws Exception {
        GatewayConfig config = Settings.with(
                config(),
                "drain",
                new DrainConfig(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(3)));
        try (RunningGateway gateway = RunningGateway.start(config)) {
            gateway.initialize();
            int port = URI.create(gateway.address()).getPort();
            try (HttpWire inTime = HttpWire.connect(port)) {
                Future<Void> stopped = gateway.stop();
                await().until(() -> isRefused(port));

                HttpWire.Answer answer = inTime.send("GET", "/health", null).answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("connection")).isEqualTo("close");
                stopped.await(15, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void whoeverGotAConnectionWhileTheGatewayStoppedGotAnAnswerOnIt() throws Exception {
        List<String> broken = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        try (RunningGateway gateway = RunningGateway.start(config());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.initialize();
            int port = URI.create(gateway.address()).getPort();
            for (int i = 0; i < 16; i++) {
                clients.execute(() -> {
                    while (gotConnection(port, broken)) {
                        answered.incrementAndGet();
                    }
                });
            }
            await().until(() -> answered.get() > 200);
            gateway.stop().await(15, TimeUnit.SECONDS);
        }
        assertThat(broken).isEmpty();
    }

    /** Asks on a connection of its own and notes when there is no answer; false when there is no connection to be had. */
    private static boolean gotConnection(int port, List<String> broken) {
        try (Socket client = new Socket()) {
            try {
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            } catch (IOException _) {
                return false;
            }
            client.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            if (client.getInputStream().read() != 'H') {
                broken.add("no answer");
            }
            return true;
        } catch (IOException failure) {
            broken.add(failure.toString());
            return true;
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket tried = new Socket()) {
            tried.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void aNewConfigurationTakesEffectAndOpenSessionsStay() throws Exception {
        LegacyServer other = LegacyServer.start(vertx);
        try (RunningGateway gateway = RunningGateway.start(config())) {
            String session = gateway.initialize();
            GatewayConfig both = RunningGateway.config(
                    data, UpstreamConfig.http("up", server.url()), UpstreamConfig.http("two", other.url()));
            gateway.gateway.reconfigure().get().apply(both).await(5, TimeUnit.SECONDS);

            assertThat(gateway.send(session, RunningGateway.call(1, "up_echo")).body())
                    .contains("\"text\":\"done\"");
            JsonObject tools =
                    new JsonObject(gateway.send(session, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
                            .body());
            assertThat(tools.getJsonObject("result").getJsonArray("tools").stream()
                            .map(tool -> ((JsonObject) tool).getString("name").split("_")[0]))
                    .contains("up", "two");
        } finally {
            other.close();
        }
    }

    @Test
    void aManagementPortThatNobodyChoseGivesWayAndAChosenOneDoesNot() throws Exception {
        try (ServerSocket taken = takenAboveAFreePort()) {
            int port = taken.getLocalPort();
            GatewayConfig base = config();
            GatewayConfig unchosen = withManagement(base, new ManagementConfig("127.0.0.1", null), port - 1);
            try (RunningGateway gateway = RunningGateway.start(unchosen)) {
                assertThat(gateway.get(gateway.address() + "/health").statusCode())
                        .isEqualTo(200);
            }
            GatewayConfig chosen = withManagement(base, new ManagementConfig("127.0.0.1", port), 0);
            assertThatThrownBy(() -> RunningGateway.start(chosen).close()).hasMessageContaining("in use");
        }
    }

    private static ServerSocket takenAboveAFreePort() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        while (true) {
            ServerSocket taken = new ServerSocket(0, 1, loopback);
            try (ServerSocket free = new ServerSocket(taken.getLocalPort() - 1, 1, loopback)) {
                assertThat(free.isBound()).isTrue();
                return taken;
            } catch (BindException e) {
                taken.close();
            }
        }
    }

    private static GatewayConfig withManagement(GatewayConfig config, ManagementConfig management, int port) {
        return Settings.with(config.withListener(config.listener().at("127.0.0.1", port)), "management", management);
    }
}
