package dev.mcpgateway.peer;

import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that find each other by the store alone. */
class TasksTest {
    private final Vertx vertx = Vertx.vertx();

    private final RecordStore store = new MemoryStore(vertx, InstantSource.system(), Duration.ofHours(1));
    private final TasksConfig config = new TasksConfig(
            null,
            null,
            Duration.ofMillis(600),
            Duration.ofMillis(100),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            10);
    private final Tasks here = tasks();
    private final Tasks there = tasks();

    private Tasks tasks() {
        return new Tasks(vertx, store, () -> config, InstantSource.system());
    }

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @Test
    void aTaskIsFoundWhereItSaysFromTheStartToTheEnd() {
        join(here.announce("10.0.0.7", 3000, true));
        join(there.announce("10.0.0.8", 3001, false));

        assertThat(join(there.find(here.self()))).contains(new Task(here.self(), "10.0.0.7", 3000, true));
        assertThat(join(there.others())).extracting(Task::host).containsExactly("10.0.0.7");
        assertThat(join(here.others())).extracting(Task::host).containsExactly("10.0.0.8");

        join(here.leave());
        there.doubt(here.self());
        assertThat(join(there.find(here.self()))).isEmpty();
        assertThat(join(there.others())).isEmpty();
        join(there.leave());
    }

    @Test
    void aTaskThatLivesIsFoundLongAfterItsRecordWouldHaveExpired() {
        join(here.announce("10.0.0.7", 3000, false));
        long start = System.nanoTime();

        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> join(there.find(here.self())).isPresent());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(config.timeToLive());
        join(here.leave());
    }

    @Test
    void aTaskThatDiesIsTakenForDeadSoon() {
        join(here.announce("10.0.0.7", 3000, false));
        Vertx dying = Vertx.vertx();
        Tasks dead = new Tasks(dying, store, () -> config, InstantSource.system());
        join(dead.announce("10.0.0.9", 3000, false));
        assertThat(join(there.find(dead.self()))).isPresent();
        join(dying.close());

        await().atMost(Duration.ofSeconds(3))
                .until(() -> join(there.find(dead.self())).isEmpty());
        join(there.announce("10.0.0.8", 3000, false));
        assertThat(join(here.others())).extracting(Task::id).containsExactly(there.self());
        assertThat(join(new TaskIndex(store).ids()))
                .as("who comes later takes the dead out")
                .containsExactly(here.self(), there.self());
        join(here.leave());
        join(there.leave());
    }

    @Test
    void anIdThatNoTaskHasIsNotEvenLookedUp() {
        assertThat(join(here.find("x"))).isEmpty();
        assertThat(join(here.find(Task.newId()))).isEmpty();
    }

    @Test
    void theAddressIsTheConfiguredOneElseTheOneThatIsListenedOn() {
        GatewayConfig listening = GatewayConfig.defaults()
                .withListener(GatewayConfig.defaults().listener().at("[::1]", 3000));
        assertThat(join(TaskAddress.find(vertx, listening, Map.of()))).isEqualTo("::1");

        GatewayConfig configured =
                Settings.with(listening, "tasks", Settings.with(listening.tasks(), "address", "10.1.2.3"));
        assertThat(join(TaskAddress.find(vertx, configured, Map.of()))).isEqualTo("10.1.2.3");
    }

    @Test
    void onEveryAddressTheContainersMetadataTellTheOneToUse() {
        Buffer metadata = Buffer.buffer("{\"Cluster\":\"c\",\"Containers\":[{\"Name\":\"proxy\"},"
                + "{\"Networks\":[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"10.0.2.106\"]}]}]}");
        var server = join(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/v4/abc/task") ? 200 : 404)
                        .end(metadata))
                .listen(0, "127.0.0.1"));
        GatewayConfig everywhere = GatewayConfig.defaults()
                .withListener(GatewayConfig.defaults().listener().at("0.0.0.0", 3000));

        assertThat(join(TaskAddress.find(
                        vertx,
                        everywhere,
                        Map.of(
                                "ECS_CONTAINER_METADATA_URI_V4",
                                "http://127.0.0.1:" + server.actualPort() + "/v4/abc"))))
                .isEqualTo("10.0.2.106");
        join(server.close());
        assertThat(join(TaskAddress.find(vertx, everywhere, Map.of())))
                .as("of an interface")
                .matches("\\d+\\.\\d+\\.\\d+\\.\\d+")
                .isNotEqualTo("0.0.0.0");
        assertThat(join(TaskAddress.find(
                        vertx,
                        everywhere,
                        Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://127.0.0.1:" + server.actualPort()))))
                .as("of an interface, when the metadata do not answer")
                .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }
}
