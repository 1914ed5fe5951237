package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both deployments, by the CDK and by Copilot, give the gateway the same. */
class ContractTest {
    /** Copilot's own variables say the same: the load balancer's name, and the names that the metric's are made of. */
    private static final Set<String> SAID_BY_COPILOT =
            Set.of("ALLOWED_HOSTS", "METRICS_EMF_NAMESPACE", "METRICS_EMF_SERVICE");

    private static Deployment cdk;
    private static Deployment copilot;

    @BeforeAll
    static void readBoth(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), "upstreams: {}");
        cdk = read(Map.of(
                "publicUrl",
                "https://mcp.example.com",
                "certificate",
                Synthesized.CERTIFICATE,
                "allowedDomain",
                "example.com",
                "gatewayConfig",
                file.toString()));
        copilot = CopilotDeployment.read(Path.of("../copilot"));
    }

    private static Deployment read(Map<String, Object> parameters) {
        return CdkDeployment.read(Synthesized.with(parameters));
    }

    @Test
    void theVariablesAreTheSame() {
        Set<String> variables = new TreeSet<>(cdk.variables());
        assertThat(variables).containsAll(SAID_BY_COPILOT);
        variables.removeAll(SAID_BY_COPILOT);

        assertThat(copilot.variables()).containsExactlyInAnyOrderElementsOf(variables);
        assertThat(copilot.secrets()).containsExactlyInAnyOrderElementsOf(cdk.secrets());
        assertThat(copilot.settings()).containsOnlyKeys(Deployment.SETTINGS).isEqualTo(cdk.settings());
    }

    @Test
    void theHealthIsAskedForInTheSameWay() {
        assertThat(copilot.health()).isEqualTo(cdk.health());
    }

    @Test
    void thePermissionsAreTheSame() {
        assertThat(cdk.permissions()).hasSize(2);
        assertThat(copilot.permissions()).isEqualTo(cdk.permissions());
    }

    @Test
    void theMetricAndWhatFollowsFromItAreTheSame() {
        assertThat(copilot.scaling()).isEqualTo(cdk.scaling());
    }

    @Test
    void theLimitsAreTheSame() {
        assertThat(copilot.limits()).isEqualTo(cdk.limits());
    }

    @Test
    void theTablesAreTheSame() {
        assertThat(copilot.table()).isEqualTo(cdk.table());
    }
}
