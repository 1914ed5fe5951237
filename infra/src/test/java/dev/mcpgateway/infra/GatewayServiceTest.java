package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GatewayServiceTest {
    private final Synthesized usual = Synthesized.usual();

    @Test
    void theNamesAreThoseThatOperatorsLookFor() {
        assertThat(usual.stack().getStackName()).isEqualTo("McpGatewayStack");
        assertThat(usual.the("AWS::ECS::Cluster")).containsEntry("ClusterName", "McpGatewayCluster");
        assertThat(usual.the("AWS::ECS::Service")).containsEntry("ServiceName", "McpGatewayService");
        assertThat(usual.json().get("Outputs")).asString().contains("LoadBalancerDNS", "ServiceArn");
        assertThat(Synthesized.map(usual.json().get("Outputs"))).containsKeys("LoadBalancerDNS", "ServiceArn");
    }

    @Test
    void theClusterHasContainerInsights() {
        assertThat(usual.the("AWS::ECS::Cluster"))
                .containsEntry("ClusterSettings", List.of(Map.of("Name", "containerInsights", "Value", "enabled")));
    }

    @Test
    void aTaskHasHalfAProcessorAndOneGibibyte() {
        assertThat(usual.the("AWS::ECS::TaskDefinition"))
                .containsEntry("Cpu", "512")
                .containsEntry("Memory", "1024")
                .containsEntry("RequiresCompatibilities", List.of("FARGATE"));
    }

    @Test
    void theContainerListensOn3000AndStopsWithin30Seconds() {
        assertThat(usual.container()).containsEntry("StopTimeout", 30);
        assertThat(Synthesized.maps(usual.container().get("PortMappings")))
                .singleElement()
                .satisfies(port -> assertThat(port).containsEntry("ContainerPort", 3000));
    }

    @Test
    void theRootFileSystemIsReadOnlyAndNothingElseIsMounted() {
        assertThat(usual.container())
                .containsEntry("ReadonlyRootFilesystem", true)
                .doesNotContainKey("MountPoints");
    }

    @Test
    void theContainerIsAskedForItsHealthAsTheDockerfileSaysWhichEcsDoesNotRead() throws IOException {
        Matcher check =
                Pattern.compile("HEALTHCHECK .* CMD \\[(.*)]").matcher(Files.readString(Path.of("../Dockerfile")));
        assertThat(check.find()).isTrue();
        List<String> command = new ArrayList<>(List.of("CMD"));
        for (String word : check.group(1).split(", ")) {
            command.add(word.replace("\"", ""));
        }

        assertThat(Synthesized.map(usual.container().get("HealthCheck"))).containsEntry("Command", command);
    }

    @Test
    void logsGoToTheirGroupForSevenDays() {
        assertThat(usual.all("AWS::Logs::LogGroup"))
                .filteredOn(group -> "/ecs/mcp-gateway".equals(group.get("LogGroupName")))
                .singleElement()
                .satisfies(group -> assertThat(group).containsEntry("RetentionInDays", 7));
        assertThat(usual.container().get("LogConfiguration").toString()).contains("awslogs", "Logs");
    }

    @Test
    void aDeploymentThatFailsIsRolledBack() {
        Map<String, Object> deployment =
                Synthesized.map(usual.the("AWS::ECS::Service").get("DeploymentConfiguration"));

        assertThat(deployment)
                .containsEntry("DeploymentCircuitBreaker", Map.of("Enable", true, "Rollback", true))
                .containsEntry("MinimumHealthyPercent", 100)
                .containsEntry("MaximumPercent", 200);
    }

    @Test
    void aDeploymentDoesNotSetTheNumberOfTasksThatScalingChose() {
        assertThat(usual.the("AWS::ECS::Service")).doesNotContainKey("DesiredCount");
    }

    @Test
    void theLoadBalancerAsksForHealth() {
        assertThat(usual.the("AWS::ElasticLoadBalancingV2::TargetGroup"))
                .containsEntry("HealthCheckPath", "/health")
                .containsEntry("Matcher", Map.of("HttpCode", "200"));
    }

    @Test
    void theLoadBalancerWaitsLongForStreamsAndTheGatewayLonger() {
        assertThat(Synthesized.attributes(
                        usual.the("AWS::ElasticLoadBalancingV2::LoadBalancer").get("LoadBalancerAttributes")))
                .containsEntry("idle_timeout.timeout_seconds", "4000");
        assertThat(usual.variables()).containsEntry("IDLE_TIMEOUT", "4060s");
    }

    @Test
    void callsEndBeforeATaskIsStopped() {
        assertThat(Synthesized.attributes(
                        usual.the("AWS::ElasticLoadBalancingV2::TargetGroup").get("TargetGroupAttributes")))
                .containsEntry("deregistration_delay.timeout_seconds", "45")
                .containsEntry("stickiness.enabled", "false");
    }

    @Test
    void withoutACertificateTheAddressIsTheLoadBalancersOwnByHttp() {
        assertThat(usual.the("AWS::ElasticLoadBalancingV2::Listener"))
                .containsEntry("Port", 80)
                .containsEntry("Protocol", "HTTP")
                .doesNotContainKey("Certificates");
        assertThat(usual.variables().get("PUBLIC_URL").toString()).contains("http://", "DNSName");
    }

    @Test
    void anAddressByHttpIsWarnedAbout() {
        assertThat(usual.warnings()).anySatisfy(warning -> assertThat(warning).contains("certificate and publicUrl"));
        assertThat(Synthesized.https().warnings())
                .noneSatisfy(warning -> assertThat(warning).contains("certificate and publicUrl"));
    }

    @Test
    void withACertificateHttpRedirectsToHttps() {
        List<Map<String, Object>> listeners = Synthesized.https().all("AWS::ElasticLoadBalancingV2::Listener");

        assertThat(listeners).hasSize(2);
        assertThat(listeners)
                .filteredOn(listener -> listener.get("Port").equals(443))
                .singleElement()
                .satisfies(listener -> assertThat(listener)
                        .containsEntry("Protocol", "HTTPS")
                        .containsEntry("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06")
                        .containsEntry("Certificates", List.of(Map.of("CertificateArn", Synthesized.CERTIFICATE))));
        assertThat(listeners)
                .filteredOn(listener -> listener.get("Port").equals(80))
                .singleElement()
                .satisfies(listener -> assertThat(listener.get("DefaultActions").toString())
                        .contains("redirect", "HTTPS", "443", "HTTP_301"));
        assertThat(Synthesized.https().variables()).containsEntry("PUBLIC_URL", "https://mcp.example.com");
    }

    @Test
    void theServiceWaitsForWhatItsTasksAreAllowedTo() {
        assertThat(usual.resources("AWS::ECS::Service")
                        .getFirst()
                        .get("DependsOn")
                        .toString())
                .contains("ExecutionRoleDefaultPolicy", "TaskRoleDefaultPolicy");
    }
}
