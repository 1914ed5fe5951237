package dev.mcpgateway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AwsClientsTest {
    private static final String IGNORED = "aws.ignoreConfiguredEndpointUrls";

    private final Properties properties = new Properties();

    @Test
    void anEndpointThatIsEmptyCountsAsNotSet() {
        AwsClients.ignoreEmptyEndpoint(Map.of("AWS_ENDPOINT_URL", ""), properties);
        assertThat(properties).containsEntry(IGNORED, "true");
    }

    @Test
    void anEndpointThatIsSetIsLeftToTheSdk() {
        AwsClients.ignoreEmptyEndpoint(Map.of("AWS_ENDPOINT_URL", "http://localhost:4566"), properties);
        AwsClients.ignoreEmptyEndpoint(Map.of(), properties);
        assertThat(properties).isEmpty();
    }
}
