package dev.mcpgateway.infra;

import static dev.mcpgateway.infra.Synthesized.map;
import static dev.mcpgateway.infra.Synthesized.maps;
import static dev.mcpgateway.infra.Yaml.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the deployment out of the manifests, addons and patches of AWS Copilot. */
final class CopilotDeployment {
    private final Object manifest;
    private final Object environment;
    private final List<Map<String, Object>> servicePatches;
    private final List<Map<String, Object>> environmentPatches;
    private final Map<String, Map<String, Object>> resources = new HashMap<>();
    private final Map<String, Map<String, Object>> outputs = new HashMap<>();

    private CopilotDeployment(Path copilot) throws IOException {
        manifest = Yaml.read(copilot.resolve("gateway/manifest.yml"));
        environment = Yaml.read(copilot.resolve("environments/prod/manifest.yml"));
        servicePatches = maps(Yaml.read(copilot.resolve("gateway/overrides/cfn.patches.yml")));
        environmentPatches = maps(Yaml.read(copilot.resolve("environments/overrides/cfn.patches.yml")));
        try (Stream<Path> addons = Files.list(copilot.resolve("gateway/addons"))) {
            addons.filter(file -> !file.endsWith("addons.parameters.yml"))
                    .map(Yaml::read)
                    .map(Synthesized::map)
                    .forEach(addon -> {
                        map(addon.get("Resources")).forEach((name, resource) -> resources.put(name, map(resource)));
                        map(addon.getOrDefault("Outputs", Map.of()))
                                .forEach((name, output) -> outputs.put(name, map(output)));
                    });
        }
    }

    static Deployment read(Path copilot) throws IOException {
        CopilotDeployment read = new CopilotDeployment(copilot);
        Map<String, Object> variables = map(at(read.manifest, "variables"));
        Set<String> secrets = new TreeSet<>(map(at(read.manifest, "secrets")).keySet());
        Set<String> names = new TreeSet<>(variables.keySet());
        names.addAll(secrets);
        names.addAll(read.variablesOfAddons());
        return new Deployment(
                names,
                secrets,
                variables.entrySet().stream()
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

    /** Outputs become variables, but for policies and security groups; DynamodbTableName is DYNAMODB_TABLE_NAME. */
    private Set<String> variablesOfAddons() {
        return outputs.entrySet().stream()
                .filter(output -> !Set.of("AWS::IAM::ManagedPolicy", "AWS::EC2::SecurityGroup")
                        .contains(typeOf(output.getValue().get("Value"))))
                .map(output ->
                        output.getKey().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private Object typeOf(Object reference) {
        Map<String, Object> resource = resources.get(reference.toString());
        return resource == null ? "" : resource.get("Type");
    }

    private Map<String, Set<String>> permissions() {
        Map<String, Set<String>> permissions = new TreeMap<>();
        resources.values().stream()
                .filter(resource -> "AWS::IAM::ManagedPolicy".equals(resource.get("Type")))
                .flatMap(policy -> maps(at(policy, "Properties", "PolicyDocument", "Statement")).stream())
                .forEach(statement -> {
                    Set<String> actions = actions(statement);
                    String service = actions.iterator().next().replaceFirst(":.*", "");
                    permissions.put(service + " " + statement.getOrDefault("Condition", Map.of()), actions);
                });
        return permissions;
    }

    private static Set<String> actions(Map<String, Object> statement) {
        Set<String> actions = new HashSet<>();
        Object action = statement.get("Action");
        if (action instanceof List<?> list) {
            list.forEach(each -> actions.add(each.toString()));
        } else {
            actions.add(String.valueOf(action));
        }
        return actions;
    }

    private static Object patch(List<Map<String, Object>> patches, String path) {
        return patches.stream()
                .filter(patch -> path.equals(patch.get("path")))
                .map(patch -> patch.get("value"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No patch of " + path));
    }

    private Map<String, String> limits() {
        Map<String, Object> stopTimeout = map(at(manifest, "taskdef_overrides", 0));
        Map<String, Object> idle =
                map(patch(environmentPatches, "/Resources/PublicLoadBalancer/Properties/LoadBalancerAttributes/-"));
        return texts(Map.of(
                "cpu", at(manifest, "cpu"),
                "memory", at(manifest, "memory"),
                "tasks", at(manifest, "count", "range"),
                "stop timeout",
                        "ContainerDefinitions[0].StopTimeout".equals(stopTimeout.get("path"))
                                ? stopTimeout.get("value")
                                : "none",
                "read-only root", at(manifest, "storage", "readonly_fs"),
                "port", at(manifest, "image", "port"),
                "days of logs", at(manifest, "logging", "retention"),
                "deregistration delay", seconds(at(manifest, "http", "deregistration_delay")),
                "idle timeout", "idle_timeout.timeout_seconds".equals(idle.get("Key")) ? idle.get("Value") : "none",
                "container insights", at(environment, "observability", "container_insights")));
    }

    private Map<String, String> health() {
        Object container = at(manifest, "image", "healthcheck");
        Object target = at(manifest, "http", "healthcheck");
        return texts(Map.of(
                "command", at(container, "command"),
                "container interval", seconds(at(container, "interval")),
                "container timeout", seconds(at(container, "timeout")),
                "path", at(target, "path"),
                "codes", at(target, "success_codes"),
                "interval", seconds(at(target, "interval")),
                "timeout", seconds(at(target, "timeout")),
                "healthy", at(target, "healthy_threshold"),
                "unhealthy", at(target, "unhealthy_threshold"),
                "grace", seconds(at(target, "grace_period"))));
    }

    private static String seconds(Object duration) {
        return duration.toString().replaceFirst("s$", "");
    }

    private Map<String, String> scaling() {
        Object tracking = at(
                patch(servicePatches, "/Resources/ConnectionsTarget"),
                "Properties",
                "TargetTrackingScalingPolicyConfiguration");
        Object metric = at(tracking, "CustomizedMetricSpecification");
        Object step =
                at(patch(servicePatches, "/Resources/ConnectionsStep"), "Properties", "StepScalingPolicyConfiguration");
        Object alarm = at(patch(servicePatches, "/Resources/ConnectionsAlarm"), "Properties");
        return texts(Map.of(
                "metric", at(metric, "MetricName"),
                "dimension", at(metric, "Dimensions", 0, "Name"),
                "statistic", at(metric, "Statistic"),
                "target", at(tracking, "TargetValue"),
                "cooldown", at(tracking, "ScaleOutCooldown") + " " + at(tracking, "ScaleInCooldown"),
                "cpu", at(manifest, "count", "cpu_percentage"),
                "step", at(step, "StepAdjustments", 0, "ScalingAdjustment") + " after " + at(step, "Cooldown"),
                "alarm", at(alarm, "ComparisonOperator") + " " + at(alarm, "Threshold") + " " + at(alarm, "MetricName"),
                "alarm period",
                        at(alarm, "Period") + " " + at(alarm, "EvaluationPeriods") + " " + at(alarm, "Statistic") + " "
                                + at(alarm, "TreatMissingData")));
    }

    private Map<String, String> table() {
        Object table = resource("AWS::DynamoDB::Table");
        Object key = resource("AWS::KMS::Key");
        return texts(Map.of(
                "key", at(table, "Properties", "KeySchema"),
                "time to live", new TreeMap<>(map(at(table, "Properties", "TimeToLiveSpecification"))),
                "recovery", at(table, "Properties", "PointInTimeRecoverySpecification"),
                "billing", at(table, "Properties", "BillingMode"),
                "kept", at(table, "DeletionPolicy") + " " + at(table, "UpdateReplacePolicy"),
                "encryption key rotates", at(key, "Properties", "EnableKeyRotation"),
                "encryption key kept", at(key, "DeletionPolicy") + " " + at(key, "UpdateReplacePolicy")));
    }

    private Object resource(String type) {
        return resources.values().stream()
                .filter(resource -> type.equals(resource.get("Type")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
