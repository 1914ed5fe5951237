package dev.mcpgateway.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.logs.LogGroup;

/** One task: the container, what it is told, and what it may do on the machine. */
record GatewayTask(FargateTaskDefinition definition, ContainerDefinition container) {
    /** Name under which the tasks count their connections, together. */
    static final String METRIC_NAMESPACE = "mcp-gateway";

    static GatewayTask of(Stack stack, Parameters parameters) {
        FargateTaskDefinition definition = FargateTaskDefinition.Builder.create(stack, "Task")
                .family("mcp-gateway")
                .cpu(Limits.CPU)
                .memoryLimitMiB(Limits.MEMORY_MIB)
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.X86_64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .build();
        LogGroup logs = LogGroup.Builder.create(stack, "Logs")
                .logGroupName("/ecs/mcp-gateway")
                .retention(Limits.LOG_RETENTION)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        ContainerDefinition container = definition.addContainer(
                "gateway",
                ContainerDefinitionOptions.builder()
                        .image(GatewayImage.of(stack, parameters))
                        .environment(variables(stack, parameters))
                        .secrets(OAuthSecret.variables(stack, parameters))
                        .portMappings(List.of(PortMapping.builder()
                                .name("http")
                                .containerPort(Limits.PORT)
                                .build()))
                        // ECS does not look at the one in the Dockerfile.
                        .healthCheck(HealthCheck.builder()
                                .command(List.of("CMD", "java", "@/app/health.args"))
                                .interval(Duration.seconds(30))
                                .timeout(Duration.seconds(10))
                                .startPeriod(Duration.seconds(30))
                                .retries(3)
                                .build())
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(logs)
                                .streamPrefix("gateway")
                                .build()))
                        // Records are in DynamoDB, and nothing else is written.
                        .readonlyRootFilesystem(true)
                        .stopTimeout(Limits.STOP_TIMEOUT)
                        .essential(true)
                        .build());
        return new GatewayTask(definition, container);
    }

    private static Map<String, String> variables(Stack stack, Parameters parameters) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOST", "0.0.0.0");
        variables.put("PORT", Integer.toString(Limits.PORT));
        variables.put("LOG_FORMAT", "json");
        variables.put("DRAIN_BUDGET", Limits.DRAIN_BUDGET);
        variables.put("IDLE_TIMEOUT", Limits.GATEWAY_IDLE_SECONDS + "s");
        variables.put("METRICS_EMF_NAMESPACE", METRIC_NAMESPACE);
        variables.put("METRICS_EMF_SERVICE", GatewayService.NAME);
        putIfGiven(variables, "ALLOWED_DOMAIN", parameters, Parameter.ALLOWED_DOMAIN);
        putIfGiven(variables, OAuthSecret.CLIENT_ID, parameters, Parameter.GOOGLE_CLIENT_ID);
        String file = parameters.get(Parameter.GATEWAY_CONFIG);
        if (file != null) {
            variables.put("GATEWAY_CONFIG_YAML", read(Path.of(file)));
        }
        if (!parameters.has(Parameter.ALLOWED_DOMAIN)) {
            Annotations.of(stack)
                    .addWarningV2(
                            "mcp-gateway:allowed-domain",
                            "Everybody with a Google account can sign in: name your domain with allowedDomain.");
        }
        return variables;
    }

    private static void putIfGiven(Map<String, String> variables, String name, Parameters from, Parameter parameter) {
        String value = from.get(parameter);
        if (value != null) {
            variables.put(name, value);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new InvalidParameter("gatewayConfig cannot be read: " + unreadable + ".");
        }
    }
}
