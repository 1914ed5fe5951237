package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mcpgateway.config.load.ConfigInputs;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.config.load.LoadedConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.store.DynamoDbStore;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClient;

/** What AWS Copilot gives the task is what the program needs: variables, ports, permissions, limits that fit each other. */
class DeploymentContractTest {
    /** What every deployment gives; AWS_ENDPOINT_URL is for stand-ins of AWS. */
    private static final List<String> CONTRACT = List.of(
            "PORT",
            "HOST",
            "PUBLIC_URL",
            "SESSION_SECRET",
            "GOOGLE_CLIENT_ID",
            "GOOGLE_CLIENT_SECRET",
            "GOOGLE_REDIRECT_URI",
            "ALLOWED_DOMAIN",
            "AWS_REGION",
            "DYNAMODB_TABLE_NAME",
            "KMS_KEY_ID");

    /** What `gateway backup` and `gateway restore` do besides, with an operator's credentials. */
    private static final Set<String> OF_OPERATORS = Set.of("dynamodb:Scan", "dynamodb:BatchWriteItem");

    private static final List<String> SECRET = List.of("SESSION_SECRET", "GOOGLE_CLIENT_SECRET");

    private final Map<String, Object> service = CopilotFiles.service();
    private final Map<String, Object> variables = CfnYaml.map(service.get("variables"));
    private final Map<String, Object> secrets = CfnYaml.map(service.get("secrets"));
    private final CopilotAddons addons = CopilotAddonsTest.read();

    @Test
    void theTaskGetsEveryVariableOfTheContractAndNoneThatNobodyReads() {
        Set<String> given = new TreeSet<>(variables.keySet());
        given.addAll(secrets.keySet());
        given.addAll(addons.variables());

        assertThat(given).containsAll(CONTRACT);
        Set<String> read = GatewayVariables.all();
        read.addAll(namedBy(variables.get(ConfigLoader.INLINE).toString()));
        assertThat(read).containsAll(given);
    }

    /** The configuration names variables as well, in the one form that Copilot leaves alone. */
    private static Set<String> namedBy(String configuration) {
        return Pattern.compile("\\$\\{env:(\\w+)}")
                .matcher(configuration)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void copilotReplacesNothingInTheConfiguration() {
        assertThat(namedBy("{a: '${env:DOCS_TOKEN}', b: '${FROM_SHELL}'}")).containsExactly("DOCS_TOKEN");
        assertThat(variables.get(ConfigLoader.INLINE).toString()).doesNotContainPattern("\\$\\{\\w+}|\\\\\\$");
    }

    @Test
    void noVariableIsGivenTwice() {
        assertThat(variables.keySet()).doesNotContainAnyElementsOf(secrets.keySet());
        assertThat(addons.variables())
                .doesNotContainAnyElementsOf(variables.keySet())
                .doesNotContainAnyElementsOf(secrets.keySet());
    }

    @Test
    void whatIsSecretIsNotInTheTemplate() {
        assertThat(secrets).containsKeys(SECRET.toArray(String[]::new));
        assertThat(secrets.values())
                .allSatisfy(from -> assertThat(from.toString())
                        .startsWith("/copilot/${COPILOT_APPLICATION_NAME}/${COPILOT_ENVIRONMENT_NAME}/"));
    }

    /** Also what the environments of this repository change. */
    @Test
    void theGatewayAcceptsTheConfigurationThatItGets() {
        LoadedConfig loaded = load();

        assertThat(loaded.notices()).isEmpty();
        assertThat(loaded.config().listenerHost()).isEqualTo("0.0.0.0");
        assertThat(loaded.config().auth().hasIdentityProvider()).isTrue();
        assertThat(loaded.config().store().isShared()).isTrue();
    }

    private LoadedConfig load() {
        Map<String, String> environment = new HashMap<>();
        variables.forEach((name, value) -> environment.put(
                name,
                value.toString()
                        .replace("${PUBLIC_URL}", "https://mcp.example.com")
                        .replace("${ALLOWED_DOMAIN}", "example.com")));
        secrets.keySet().forEach(name -> environment.put(name, "0123456789abcdef0123456789abcdef"));
        addons.variables().forEach(name -> environment.put(name, "eu-central-1"));
        return ConfigLoader.load(new ConfigInputs(null, List.of(), List.of(), Map.of(), environment));
    }

    @Test
    void everybodyAsksAtThePortOnWhichTheGatewayListens() {
        int port = load().config().listener().port();

        assertThat(CfnYaml.at(service, "image", "port")).isEqualTo(port);
        assertThat(load().config().tasks().port()).isNull();
        Object between = CfnYaml.at(addons.resources, "BetweenTasks", "Properties");
        assertThat(CfnYaml.at(between, "FromPort")).isEqualTo(port);
        assertThat(CfnYaml.at(between, "ToPort")).isEqualTo(port);
        assertThat(CfnYaml.at(between, "SourceSecurityGroupId"))
                .isEqualTo(CfnYaml.at(between, "GroupId"))
                .isEqualTo(CfnYaml.at(CfnYaml.parse("a: !GetAtt TasksSecurityGroup.GroupId"), "a"));
        assertThat(CfnYaml.at(service, "http", "healthcheck", "path")).isEqualTo("/health");
    }

    @Test
    void theContainersHealthIsAskedAsTheImageDoes() throws IOException {
        String command = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("HEALTHCHECK"))
                .map(line -> line.substring(line.indexOf("CMD ") + "CMD ".length()))
                .findFirst()
                .orElseThrow();
        List<Object> expected = new ArrayList<>(List.of("CMD"));
        expected.addAll(CfnYaml.list(CfnYaml.parse(command)));

        assertThat(CfnYaml.at(service, "image", "healthcheck", "command")).isEqualTo(expected);
    }

    @Test
    void theGatewayIsDoneBeforeItIsKilledAndTheLoadBalancerHasLetGoOfIt() {
        Duration drain = load().config().drain().budget();
        Object override = CfnYaml.list(service.get("taskdef_overrides")).getFirst();
        assertThat(CfnYaml.at(override, "path")).isEqualTo("ContainerDefinitions[0].StopTimeout");
        assertThat((Integer) CfnYaml.at(override, "value"))
                .isBetween((int) drain.toSeconds() + 5, 120)
                .isEqualTo(30);
        Duration deregistration = seconds(CfnYaml.at(service, "http", "deregistration_delay"));
        assertThat(deregistration).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Test
    void theLoadBalancerClosesIdleConnectionsBeforeTheGatewayDoes() {
        List<?> patches =
                CfnYaml.list(CfnYaml.read(CopilotFiles.FOLDER.resolve("environments/overrides/cfn.patches.yml")));
        Object attribute = patches.stream()
                .map(patch -> CfnYaml.at(patch, "value"))
                .filter(value -> "idle_timeout.timeout_seconds".equals(CfnYaml.at(value, "Key")))
                .findFirst()
                .orElseThrow();

        assertThat(CfnYaml.at(attribute, "Value")).isEqualTo("4000");
        assertThat(load().config().listener().idleTimeout()).isGreaterThan(Duration.ofSeconds(4000));
    }

    private static Duration seconds(Object text) {
        return Duration.parse("PT" + text);
    }

    @Test
    void theTaskMayDoWhatTheProgramDoesAndNothingElse() {
        Set<String> allowed = new TreeSet<>();
        for (Object statement : statements()) {
            CfnYaml.list(CfnYaml.at(statement, "Action")).forEach(action -> allowed.add(action.toString()));
            assertThat(CfnYaml.at(statement, "Resource")).isNotEqualTo("*");
        }

        Set<String> called = callsOfTheProgram();
        assertThat(called).containsAll(OF_OPERATORS);
        called.removeAll(OF_OPERATORS);
        assertThat(allowed).isEqualTo(called);
    }

    private List<?> statements() {
        return CfnYaml.list(CfnYaml.at(addons.resources, "RecordsPolicy", "Properties", "PolicyDocument", "Statement"));
    }

    /** Read from its classes. */
    private static Set<String> callsOfTheProgram() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(DynamoDbStore.class, ServerKeys.class);
        return classes.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .map(call -> {
                    String method = call.getTarget().getName();
                    String action = Character.toUpperCase(method.charAt(0)) + method.substring(1);
                    if (call.getTargetOwner().isAssignableTo(DynamoDbAsyncClient.class)) {
                        return "dynamodb:" + action;
                    }
                    return call.getTargetOwner().isAssignableTo(KmsAsyncClient.class) ? "kms:" + action : "";
                })
                .filter(action -> !action.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theKeyServesDataKeysOfTheGatewayOnly() throws ReflectiveOperationException {
        Object ofKey = statements().stream()
                .filter(statement -> CfnYaml.at(statement, "Action").toString().contains("kms:"))
                .findFirst()
                .orElseThrow();

        assertThat(CfnYaml.at(ofKey, "Condition"))
                .isEqualTo(Map.of(
                        "StringEquals",
                        Map.of("kms:EncryptionContext:kind", context().get("kind"))));
    }

    /** The encryption context that the store gives; its class is nobody else's. */
    private static Map<?, ?> context() throws ReflectiveOperationException {
        Method context = Class.forName("dev.mcpgateway.store.WrappedKeys").getDeclaredMethod("context", String.class);
        context.setAccessible(true);
        return (Map<?, ?>) context.invoke(null, "somebody");
    }

    @Test
    void theServiceIsScaledByTheMetricThatTasksWrite() {
        List<?> patches = CfnYaml.list(CfnYaml.read(CopilotFiles.SERVICE.resolve("overrides/cfn.patches.yml")));
        Map<String, Object> values = new HashMap<>();
        patches.forEach(patch -> values.put(CfnYaml.at(patch, "path").toString(), CfnYaml.at(patch, "value")));
        Object target = CfnYaml.at(
                values.get("/Resources/ConnectionsTarget"), "Properties", "TargetTrackingScalingPolicyConfiguration");
        Object alarm = CfnYaml.at(values.get("/Resources/ConnectionsAlarm"), "Properties");

        assertThat(CfnYaml.at(target, "TargetValue")).isEqualTo(50);
        assertThat(CfnYaml.at(alarm, "Threshold")).isEqualTo(100);
        for (Object metric : List.of(CfnYaml.at(target, "CustomizedMetricSpecification"), alarm)) {
            assertThat(CfnYaml.map(metric))
                    .containsEntry("MetricName", "ActiveConnections")
                    .containsEntry("Unit", "Count")
                    .containsEntry("Statistic", "Average")
                    .containsEntry("Namespace", Map.of("Fn::Sub", "${AppName}-${EnvName}-${WorkloadName}"))
                    .containsEntry(
                            "Dimensions",
                            List.of(Map.of("Name", "ServiceName", "Value", Map.of("Ref", "WorkloadName"))));
        }
    }

    @Test
    void tasksAreSmallReadOnlyAndPrivateInProduction() {
        assertThat(service)
                .containsEntry("cpu", 512)
                .containsEntry("memory", 1024)
                .containsEntry("logging", Map.of("retention", 7))
                .containsEntry("storage", Map.of("readonly_fs", true));
        assertThat(CfnYaml.at(service, "count", "range")).isEqualTo("1-3");
        assertThat(CfnYaml.at(CopilotFiles.in("prod", service), "network", "vpc", "placement"))
                .isEqualTo("private");
        CopilotFiles.environments()
                .values()
                .forEach(environment -> assertThat(CfnYaml.at(environment, "observability", "container_insights"))
                        .isEqualTo(true));
    }
}
