package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.StoreConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a deployment on AWS puts into the environment is read, also where nothing else is configured. */
class DeploymentVariablesTest {
    private static final Map<String, String> COPILOT = Map.ofEntries(
            Map.entry("COPILOT_APPLICATION_NAME", "mcp-gateway"),
            Map.entry("COPILOT_ENVIRONMENT_NAME", "test"),
            Map.entry("COPILOT_SERVICE_NAME", "gateway"),
            Map.entry("COPILOT_SERVICE_DISCOVERY_ENDPOINT", "test.mcp-gateway.local"),
            Map.entry("COPILOT_LB_DNS", "mcp-g-Publi-1A2B3C.eu-central-1.elb.amazonaws.com"),
            Map.entry("DYNAMODB_TABLE_NAME", "mcp-gateway-test-gateway-sessions"),
            Map.entry("KMS_KEY_ID", "arn:aws:kms:eu-central-1:123456789012:key/0000-1111"),
            Map.entry("AWS_REGION", "eu-central-1"),
            Map.entry("HOST", "0.0.0.0"),
            Map.entry("PORT", "3000"),
            Map.entry("GOOGLE_CLIENT_ID", "id"),
            Map.entry("GOOGLE_CLIENT_SECRET", "secret"),
            Map.entry("ALLOWED_DOMAIN", "example.com"),
            Map.entry("SESSION_SECRET", "a-secret-of-more-than-thirty-two-bytes"));

    private static GatewayConfig load(Map<String, String> environment) {
        return ConfigLoader.load(new ConfigInputs(null, List.of(), List.of(), Map.of(), environment))
                .config();
    }

    @Test
    void tableKeyAndRegionAreThoseOfTheAddons() {
        GatewayConfig config = load(COPILOT);

        assertThat(config.store().effectiveKind()).isEqualTo(StoreConfig.Kind.DYNAMODB);
        assertThat(config.store().tableName()).isEqualTo("mcp-gateway-test-gateway-sessions");
        assertThat(config.store().kmsKeyId()).isEqualTo("arn:aws:kms:eu-central-1:123456789012:key/0000-1111");
        assertThat(config.store().region()).isEqualTo("eu-central-1");
    }

    @Test
    void theLoadBalancerIsKnownByItsNameAndIsNotWhatClientsAreTold() {
        GatewayConfig config = load(COPILOT);

        assertThat(config.listener().loadBalancerHost()).isEqualTo("mcp-g-Publi-1A2B3C.eu-central-1.elb.amazonaws.com");
        assertThat(config.listener().publicUrl()).isNull();
    }

    @Test
    void thePublicUrlAndTheOtherTimesOfALoadBalancerCanBeGiven() {
        Map<String, String> more = new HashMap<>(COPILOT);
        more.put("PUBLIC_URL", "https://mcp.example.com");
        more.put("IDLE_TIMEOUT", "70m");
        more.put("ALLOWED_HOSTS", "one.example.com,two.example.com");
        more.put("METRICS_EMF_NAMESPACE", "mcp-gateway-test-gateway");
        more.put("METRICS_EMF_SERVICE", "gateway");
        GatewayConfig config = load(more);

        assertThat(config.listener().publicUrl()).isEqualTo(URI.create("https://mcp.example.com"));
        assertThat(config.listener().idleTimeout()).hasMinutes(70);
        assertThat(config.listener().allowedHosts()).containsExactly("one.example.com", "two.example.com");
        assertThat(config.metrics().emf().namespace()).isEqualTo("mcp-gateway-test-gateway");
        assertThat(config.metrics().emf().service()).isEqualTo("gateway");
    }
}
