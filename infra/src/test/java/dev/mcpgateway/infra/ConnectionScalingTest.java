package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionScalingTest {
    private final Synthesized usual = Synthesized.usual();

    private Map<String, Object> policy(String type) {
        return usual.all("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
                .filter(policy -> type.equals(policy.get("PolicyType")))
                .filter(policy -> !policy.toString().contains("PredefinedMetricSpecification"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thereAreOneToThreeTasks() {
        assertThat(usual.the("AWS::ApplicationAutoScaling::ScalableTarget"))
                .containsEntry("MinCapacity", 1)
                .containsEntry("MaxCapacity", 3);
    }

    @Test
    void otherNumbersOfTasksCanBeChosen() {
        assertThat(Synthesized.with(Map.of("minTasks", 2, "maxTasks", "10"))
                        .the("AWS::ApplicationAutoScaling::ScalableTarget"))
                .containsEntry("MinCapacity", 2)
                .containsEntry("MaxCapacity", 10);
    }

    @Test
    void theMeanOfConnectionsATaskIsKeptAtFifty() {
        Map<String, Object> tracking =
                Synthesized.map(policy("TargetTrackingScaling").get("TargetTrackingScalingPolicyConfiguration"));

        assertThat(tracking).containsEntry("TargetValue", 50);
        assertThat(Synthesized.map(tracking.get("CustomizedMetricSpecification")))
                .containsEntry("Namespace", "mcp-gateway")
                .containsEntry("MetricName", "ActiveConnections")
                .containsEntry("Dimensions", List.of(Map.of("Name", "ServiceName", "Value", "McpGatewayService")))
                .containsEntry("Statistic", "Average");
    }

    @Test
    void aBusyProcessorCallsForTasksAsWell() {
        assertThat(usual.all("AWS::ApplicationAutoScaling::ScalingPolicy"))
                .anySatisfy(policy -> assertThat(policy.get("TargetTrackingScalingPolicyConfiguration"))
                        .asString()
                        .contains("ECSServiceAverageCPUUtilization", "TargetValue=70"));
    }

    @Test
    void fromAHundredOnTwoTasksComeAtOnce() {
        assertThat(Synthesized.map(policy("StepScaling").get("StepScalingPolicyConfiguration")))
                .containsEntry("AdjustmentType", "ChangeInCapacity")
                .containsEntry(
                        "StepAdjustments", List.of(Map.of("MetricIntervalLowerBound", 0, "ScalingAdjustment", 2)));
        assertThat(usual.the("AWS::CloudWatch::Alarm"))
                .containsEntry("Threshold", 100)
                .containsEntry("ComparisonOperator", "GreaterThanOrEqualToThreshold")
                .containsEntry("Namespace", "mcp-gateway")
                .containsEntry("MetricName", "ActiveConnections")
                .containsEntry("Dimensions", List.of(Map.of("Name", "ServiceName", "Value", "McpGatewayService")))
                .containsEntry("Period", 60)
                .containsEntry("Statistic", "Average");
        assertThat(usual.the("AWS::CloudWatch::Alarm").get("AlarmActions").toString())
                .contains("TwoMore");
    }

    @Test
    void tasksCountTheirConnectionsUnderTheNameThatIsWatched() {
        assertThat(usual.variables())
                .containsEntry("METRICS_EMF_NAMESPACE", "mcp-gateway")
                .containsEntry("METRICS_EMF_SERVICE", "McpGatewayService");
    }
}
