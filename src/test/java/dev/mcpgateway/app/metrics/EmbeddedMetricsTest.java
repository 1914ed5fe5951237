package dev.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcpgateway.config.EmfConfig;
import dev.mcpgateway.config.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
    private static final Map<String, String> COPILOT = Map.of(
            "COPILOT_APPLICATION_NAME", "mcp-gateway",
            "COPILOT_ENVIRONMENT_NAME", "test",
            "COPILOT_SERVICE_NAME", "gateway");

    private static JsonObject line(EmfConfig config, Map<String, String> environment) {
        return EmbeddedMetrics.of(config, environment).orElseThrow().line(Instant.ofEpochMilli(1_732_184_400_123L), 42);
    }

    @Test
    void aLineIsAsTheSpecificationHasIt() throws IOException {
        JsonObject line = line(EmfConfig.defaults(), COPILOT);

        assertThat(problems(line)).isEmpty();
        JsonObject aws = line.getJsonObject("_aws");
        JsonObject directive = aws.getJsonArray("CloudWatchMetrics").getJsonObject(0);
        assertThat(aws.getLong("Timestamp")).isEqualTo(1_732_184_400_123L);
        for (Object dimension : directive.getJsonArray("Dimensions").getJsonArray(0)) {
            assertThat(line.getValue((String) dimension))
                    .as("a dimension is a member with a text")
                    .isInstanceOf(String.class);
        }
        for (Object metric : directive.getJsonArray("Metrics")) {
            assertThat(line.getValue(((JsonObject) metric).getString("Name")))
                    .as("a metric is a member with a number")
                    .isEqualTo(42);
        }
    }

    @Test
    void theSchemaOfTheTestRefusesWhatIsNoMetric() throws IOException {
        JsonObject line = line(EmfConfig.defaults(), COPILOT);
        line.getJsonObject("_aws")
                .getJsonArray("CloudWatchMetrics")
                .getJsonObject(0)
                .remove("Dimensions");

        assertThat(problems(line)).isNotEmpty();
    }

    @Test
    void copilotNamesNamespaceAndService() {
        JsonObject line = line(EmfConfig.defaults(), COPILOT);

        assertThat(namespace(line)).isEqualTo("mcp-gateway-test-gateway");
        assertThat(line.getString("ServiceName")).isEqualTo("gateway");
        assertThat(line.getInteger("ActiveConnections")).isEqualTo(42);
    }

    @Test
    void settingsNameThemElsewhereAndPrevail() {
        EmfConfig config = Settings.with(EmfConfig.defaults(), "namespace", "McpGateway/prod");

        assertThat(namespace(line(config, Map.of()))).isEqualTo("McpGateway/prod");
        assertThat(line(config, Map.of()).getString("ServiceName")).isEqualTo("mcp-gateway");
        JsonObject both = line(Settings.with(config, "service", "Mine"), COPILOT);
        assertThat(namespace(both)).isEqualTo("McpGateway/prod");
        assertThat(both.getString("ServiceName")).isEqualTo("Mine");
    }

    @Test
    void withoutEitherThereIsNoLine() {
        assertThat(EmbeddedMetrics.of(EmfConfig.defaults(), Map.of())).isEmpty();
        COPILOT.keySet().forEach(name -> {
            Map<String, String> incomplete = new HashMap<>(COPILOT);
            incomplete.remove(name);
            assertThat(EmbeddedMetrics.of(EmfConfig.defaults(), incomplete)).isEmpty();
        });
    }

    private static String namespace(JsonObject line) {
        return line.getJsonObject("_aws")
                .getJsonArray("CloudWatchMetrics")
                .getJsonObject(0)
                .getString("Namespace");
    }

    private static List<Error> problems(JsonObject line) throws IOException {
        try (InputStream in = EmbeddedMetricsTest.class.getResourceAsStream("emf.schema.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
            return schema.validate(line.encode(), InputFormat.JSON);
        }
    }
}
