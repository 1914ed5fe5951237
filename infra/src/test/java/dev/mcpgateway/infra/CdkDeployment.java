package dev.mcpgateway.infra;

import static dev.mcpgateway.infra.Synthesized.map;
import static dev.mcpgateway.infra.Synthesized.maps;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the deployment out of the synthesized template. */
final class CdkDeployment {
    private final Synthesized stack;

    private CdkDeployment(Synthesized stack) {
        this.stack = stack;
    }

    static Deployment read(Synthesized stack) {
        CdkDeployment read = new CdkDeployment(stack);
        Set<String> names = new TreeSet<>(stack.variables().keySet());
        names.addAll(stack.secrets().keySet());
        return new Deployment(
                names,
                new TreeSet<>(stack.secrets().keySet()),
                stack.variables().entrySet().stream()
                        .filter(variable -> Deployment.SETTINGS.contains(variable.getKey()))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                variable -> variable.getValue().toString())),
                read.permissions(),
                read.limits(),
                read.health(),
                read.scaling(),
                read.table());
    }

    private Map<String, Set<String>> permissions() {
        Map<String, Set<String>> permissions = new TreeMap<>();
        Policies.of(stack, "TaskRole").values().forEach(statement -> {
            Set<String> actions = new HashSet<>(strings(statement.get("Action")));
            String service = actions.iterator().next().replaceFirst(":.*", "");
            permissions.put(service + " " + statement.getOrDefault("Condition", Map.of()), actions);
        });
        return permissions;
    }

    @SuppressWarnings("unchecked") // actions are text
    private static List<String> strings(Object actions) {
        return actions instanceof List<?> list ? (List<String>) list : List.of((String) actions);
    }

    private Map<String, String> limits() {
        Map<String, Object> task = stack.the("AWS::ECS::TaskDefinition");
        Map<String, Object> target = stack.the("AWS::ApplicationAutoScaling::ScalableTarget");
        return texts(Map.of(
                "cpu", task.get("Cpu"),
                "memory", task.get("Memory"),
                "tasks", target.get("MinCapacity") + "-" + target.get("MaxCapacity"),
                "stop timeout", stack.container().get("StopTimeout"),
                "read-only root", stack.container().get("ReadonlyRootFilesystem"),
                "port", maps(stack.container().get("PortMappings")).getFirst().get("ContainerPort"),
                "days of logs",
                        stack.all("AWS::Logs::LogGroup").stream()
                                .filter(group -> group.containsKey("LogGroupName"))
                                .findFirst()
                                .orElseThrow()
                                .get("RetentionInDays"),
                "deregistration delay",
                        Synthesized.attributes(stack.the("AWS::ElasticLoadBalancingV2::TargetGroup")
                                        .get("TargetGroupAttributes"))
                                .get("deregistration_delay.timeout_seconds"),
                "idle timeout",
                        Synthesized.attributes(stack.the("AWS::ElasticLoadBalancingV2::LoadBalancer")
                                        .get("LoadBalancerAttributes"))
                                .get("idle_timeout.timeout_seconds"),
                "container insights",
                        maps(stack.the("AWS::ECS::Cluster").get("ClusterSettings"))
                                .getFirst()
                                .get("Value")
                                .equals("enabled")));
    }

    private Map<String, String> health() {
        Map<String, Object> container = map(stack.container().get("HealthCheck"));
        Map<String, Object> target = stack.the("AWS::ElasticLoadBalancingV2::TargetGroup");
        return texts(Map.of(
                "command", container.get("Command"),
                "container interval", container.get("Interval"),
                "container timeout", container.get("Timeout"),
                "path", target.get("HealthCheckPath"),
                "codes", map(target.get("Matcher")).get("HttpCode"),
                "interval", target.get("HealthCheckIntervalSeconds"),
                "timeout", target.get("HealthCheckTimeoutSeconds"),
                "healthy", target.get("HealthyThresholdCount"),
                "unhealthy", target.get("UnhealthyThresholdCount"),
                "grace", stack.the("AWS::ECS::Service").get("HealthCheckGracePeriodSeconds")));
    }

    private Map<String, String> scaling() {
        Map<String, Object> tracking = policy("CustomizedMetricSpecification");
        Map<String, Object> cpu = policy("PredefinedMetricSpecification");
        Map<String, Object> step = stack.all("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
                .filter(policy -> policy.containsKey("StepScalingPolicyConfiguration"))
                .map(policy -> map(policy.get("StepScalingPolicyConfiguration")))
                .findFirst()
                .orElseThrow();
        Map<String, Object> metric = map(tracking.get("CustomizedMetricSpecification"));
        Map<String, Object> alarm = stack.the("AWS::CloudWatch::Alarm");
        return texts(Map.of(
                "metric", metric.get("MetricName"),
                "dimension", maps(metric.get("Dimensions")).getFirst().get("Name"),
                "statistic", metric.get("Statistic"),
                "target", tracking.get("TargetValue"),
                "cooldown", tracking.get("ScaleOutCooldown") + " " + tracking.get("ScaleInCooldown"),
                "cpu", cpu.get("TargetValue"),
                "step",
                        maps(step.get("StepAdjustments")).getFirst().get("ScalingAdjustment") + " after "
                                + step.get("Cooldown"),
                "alarm", alarm.get("ComparisonOperator") + " " + alarm.get("Threshold") + " " + alarm.get("MetricName"),
                "alarm period",
                        alarm.get("Period") + " " + alarm.get("EvaluationPeriods") + " " + alarm.get("Statistic") + " "
                                + alarm.get("TreatMissingData")));
    }

    private Map<String, Object> policy(String specification) {
        return stack.all("AWS::ApplicationAutoScaling::ScalingPolicy").stream()
                .filter(policy -> policy.containsKey("TargetTrackingScalingPolicyConfiguration"))
                .map(policy -> map(policy.get("TargetTrackingScalingPolicyConfiguration")))
                .filter(policy -> policy.containsKey(specification))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> table() {
        Map<String, Object> table = stack.the("AWS::DynamoDB::Table");
        Map<String, Object> resource = stack.resources("AWS::DynamoDB::Table").getFirst();
        Map<String, Object> key = stack.resources("AWS::KMS::Key").getFirst();
        return texts(Map.of(
                "key", table.get("KeySchema"),
                "time to live", new TreeMap<>(map(table.get("TimeToLiveSpecification"))),
                "recovery", table.get("PointInTimeRecoverySpecification"),
                "billing", table.get("BillingMode"),
                "kept", resource.get("DeletionPolicy") + " " + resource.get("UpdateReplacePolicy"),
                "encryption key rotates", map(key.get("Properties")).get("EnableKeyRotation"),
                "encryption key kept", key.get("DeletionPolicy") + " " + key.get("UpdateReplacePolicy")));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
