package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariablesTest {
    @Test
    void everyVariableIsOneThatTheGatewayReads() throws IOException {
        String reference = Files.readString(Path.of("../docs/configuration.md"));
        Set<String> variables = new HashSet<>(Synthesized.usual().variables().keySet());
        variables.addAll(Synthesized.usual().secrets().keySet());
        variables.add("ALLOWED_DOMAIN");
        variables.add("GATEWAY_CONFIG_YAML");

        assertThat(variables).allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
    }

    @Test
    void theGatewayListensForTheLoadBalancerAndWritesForMachines() {
        assertThat(Synthesized.usual().variables())
                .containsEntry("HOST", "0.0.0.0")
                .containsEntry("PORT", "3000")
                .containsEntry("LOG_FORMAT", "json")
                .containsEntry("DRAIN_BUDGET", "20s")
                .containsEntry("AWS_REGION", Map.of("Ref", "AWS::Region"));
    }

    @Test
    void theRedirectUriIsThePublicAddressesUnlessAnotherIsRegistered() {
        assertThat(Synthesized.https().variables())
                .containsEntry("GOOGLE_REDIRECT_URI", "https://mcp.example.com/oauth/callback");
        assertThat(Synthesized.with(Map.of("googleRedirectUri", "https://sign-in.example.com/oauth/callback"))
                        .variables())
                .containsEntry("GOOGLE_REDIRECT_URI", "https://sign-in.example.com/oauth/callback");
    }

    @Test
    void theLoadBalancersOwnNameIsAnsweredSoThatADeploymentCanBeTried() {
        assertThat(Synthesized.https().variables().get("ALLOWED_HOSTS").toString())
                .contains("DNSName");
    }
}
