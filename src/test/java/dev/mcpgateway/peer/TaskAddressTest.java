package dev.mcpgateway.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.EcsMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskAddressTest {
    private final Vertx vertx = Vertx.vertx();
    private EcsMetadata ecs;

    @BeforeEach
    void start() throws Exception {
        ecs = EcsMetadata.start();
        ecs.address = "10.0.1.17";
    }

    @AfterEach
    void close() throws Exception {
        ecs.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private String find(GatewayConfig config, Map<String, String> environment) throws Exception {
        return TaskAddress.find(vertx, config, environment).await(10, TimeUnit.SECONDS);
    }

    private static GatewayConfig everywhere() {
        GatewayConfig defaults = GatewayConfig.defaults();
        return defaults.withListener(defaults.listener().at("0.0.0.0", 3000));
    }

    @Test
    void aTaskOnEcsIsReachedAtTheAddressOfItsMetadata() throws Exception {
        assertThat(find(everywhere(), ecs.environment())).isEqualTo("10.0.1.17");
    }

    @Test
    void whatIsConfiguredPrevails() throws Exception {
        GatewayConfig config =
                Settings.with(everywhere(), "tasks", Settings.with(everywhere().tasks(), "address", "task-1.internal"));

        assertThat(find(config, ecs.environment())).isEqualTo("task-1.internal");
        assertThat(find(GatewayConfig.defaults(), ecs.environment())).isEqualTo("127.0.0.1");
        assertThat(ecs.asked).hasValue(0);
    }

    @Test
    void withoutUsableMetadataANetworkInterfaceSaysWhereItIs() throws Exception {
        String own = find(everywhere(), Map.of());

        ecs.httpStatus = 500;
        assertThat(find(everywhere(), ecs.environment())).isEqualTo(own);
        assertThat(find(everywhere(), Map.of("ECS_CONTAINER_METADATA_URI_V4", "no address")))
                .isEqualTo(own);
    }

    @Test
    void metadataThatSayNothingAreTold() {
        assertThat(TaskMetadata.of(Buffer.buffer("{\"Containers\":[1,{\"Networks\":[2,{}]}]}")))
                .isEqualTo(new TaskMetadata(null, null, null, null));
        assertThatThrownBy(() -> TaskMetadata.of(Buffer.buffer("<html>"))).hasMessage("they are no JSON");
    }
}
