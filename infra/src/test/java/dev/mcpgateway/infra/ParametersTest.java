package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                certificate | mcp.example.com     | the ARN of a certificate
                publicUrl   | mcp.example.com     | an address such as https://mcp.example.com
                kmsKey      | alias/mcp-gateway   | an alias cannot be named in a policy
                vpcId       | my-vpc              | the id of a VPC
                maxTasks    | 0                   | a number from 1 to 999
                minTasks    | many                | a number from 1 to 999
                minTasks    | 4                   | minTasks is more than maxTasks
                publicSubnets | subnet-0123456789abcde0a,subnet-0123456789abcde0b | go together
                certificate | arn:aws:acm:eu-west-1:123456789012:certificate/0a | needs publicUrl
                googleClientSecret | wonderland   | needs googleClientId
                gatewayConfig | no-such-file.yaml | cannot be read
                """)
    void aWrongParameterIsNamedWithWhatToDo(String parameter, String value, String message) {
        assertThatThrownBy(() -> Synthesized.stack(Map.of(parameter, value), Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining(parameter)
                .hasMessageContaining(message);
    }

    @Test
    void subnetsComeInPairs() {
        assertThatThrownBy(() -> Synthesized.stack(
                        Map.of(
                                "vpcId", "vpc-0123456789abcdef0",
                                "publicSubnets", "subnet-0123456789abcde0a,subnet-0123456789abcde0b",
                                "privateSubnets",
                                        "subnet-0123456789abcde0c,subnet-0123456789abcde0d,subnet-0123456789abcde0e"),
                        Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("one subnet each for every zone");
    }

    @Test
    void aValueIsNotRepeatedInTheError() {
        assertThatThrownBy(() -> Synthesized.stack(Map.of("googleClientSecret", "wonder land"), Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageNotContaining("wonder");
    }

    @Test
    void theConfigurationOfTheGatewayIsAVariable(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"), "upstreams: {docs: {url: https://docs.example.com/mcp}}");

        assertThat(Synthesized.with(Map.of("gatewayConfig", file.toString())).variables())
                .containsEntry("GATEWAY_CONFIG_YAML", "upstreams: {docs: {url: https://docs.example.com/mcp}}");
    }

    @ParameterizedTest
    @EnumSource(Parameter.class)
    void everyParameterStandsInTheTableOfTheGuide(Parameter parameter) throws IOException {
        assertThat(Files.readString(Path.of("../docs/deploy-cdk.md"))).contains("| `" + parameter.key() + "` |");
    }
}
