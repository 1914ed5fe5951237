package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.EcsMetadata;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that ECS is about to stop, before the signal comes. */
class TaskStatusTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path data;

    private LegacyServer server;
    private EcsMetadata ecs;

    @BeforeEach
    void start() throws Exception {
        server = LegacyServer.start(vertx);
        server.answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
        ecs = EcsMetadata.start();
    }

    @AfterEach
    void close() throws Exception {
        ecs.close();
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private RunningGateway gateway() throws Exception {
        GatewayConfig config = RunningGateway.config(data, UpstreamConfig.http("up", server.url()));
        config = Settings.with(config, "tasks", Settings.with(config.tasks(), "statusInterval", Duration.ofMillis(50)));
        return RunningGateway.start(config, ecs.environment());
    }

    private static int readiness(RunningGateway gateway) throws Exception {
        return gateway.get(gateway.managementUrl() + "/health/ready").statusCode();
    }

    @Test
    void streamsAreToldToReconnectAndNewRequestsToConnectAnewWhileCallsAreStillAnswered() throws Exception {
        try (RunningGateway gateway = gateway()) {
            String session = gateway.initialize();
            CompletableFuture<HttpResponse<String>> stream = gateway.http.sendAsync(
                    gateway.request("/mcp")
                            .header("accept", "text/event-stream")
                            .header("mcp-session-id", session)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            await().until(() -> ecs.asked.get() > 2);
            assertThat(readiness(gateway)).isEqualTo(200);
            assertThat(stream).isNotDone();

            ecs.desiredStatus = "STOPPED";

            assertThat(stream.get(10, TimeUnit.SECONDS).body()).contains("retry: 1000");
            assertThat(readiness(gateway)).isEqualTo(503);
            HttpResponse<String> called = gateway.send(session, RunningGateway.call(1, "anything"));
            assertThat(called.body()).contains("done");
            assertThat(called.headers().firstValue("connection")).contains("close");
            assertThat(gateway.get(gateway.address() + "/health").statusCode()).isEqualTo(200);
            int asked = ecs.asked.get();
            gateway.stop().await(20, TimeUnit.SECONDS);
            assertThat(ecs.asked).as("what is known is not asked again").hasValue(asked);
        }
    }

    @Test
    void anEndpointThatFailsChangesNothingAndIsAskedAgain() throws Exception {
        ecs.httpStatus = 500;
        try (RunningGateway gateway = gateway()) {
            await().until(() -> ecs.asked.get() > 3);
            assertThat(readiness(gateway)).isEqualTo(200);

            ecs.httpStatus = 200;
            ecs.desiredStatus = "STOPPED";
            await().until(() -> readiness(gateway) == 503);
        }
    }
}
