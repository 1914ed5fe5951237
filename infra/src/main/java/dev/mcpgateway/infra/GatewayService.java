package dev.mcpgateway.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ecs.CfnService;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.PropagatedTagSource;
import software.amazon.awscdk.services.ecs.patterns.ApplicationLoadBalancedFargateService;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;

/** The service: a cluster, the tasks, and the load balancer in front of them. */
record GatewayService(ApplicationLoadBalancedFargateService service, GatewayTask task, String publicUrl) {
    /** The name of the service, and of the dimension of its metric. */
    static final String NAME = "McpGatewayService";

    static GatewayService of(Stack stack, IVpc vpc, Parameters parameters) {
        Cluster cluster = Cluster.Builder.create(stack, "McpGatewayCluster")
                .clusterName("McpGatewayCluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        GatewayTask task = GatewayTask.of(stack, parameters);
        boolean isPublic = vpc.getPrivateSubnets().isEmpty();
        String certificate = parameters.get(Parameter.CERTIFICATE);
        ApplicationLoadBalancedFargateService service = ApplicationLoadBalancedFargateService.Builder.create(
                        stack, NAME)
                .serviceName(NAME)
                .cluster(cluster)
                .taskDefinition(task.definition())
                .securityGroups(List.of(betweenTasks(stack, vpc)))
                .taskSubnets(SubnetSelection.builder()
                        .subnets(isPublic ? vpc.getPublicSubnets() : vpc.getPrivateSubnets())
                        .build())
                .assignPublicIp(isPublic)
                .publicLoadBalancer(true)
                .openListener(true)
                .certificate(certificate == null ? null : imported(stack, certificate))
                .redirectHttp(certificate != null)
                .sslPolicy(certificate == null ? null : SslPolicy.TLS13_RES)
                .idleTimeout(Duration.seconds(Limits.IDLE_SECONDS))
                // A new task stands before an old one goes, also when there is only one.
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .circuitBreaker(DeploymentCircuitBreaker.builder()
                        .enable(true)
                        .rollback(true)
                        .build())
                .healthCheckGracePeriod(Duration.seconds(60))
                .enableEcsManagedTags(true)
                .propagateTags(PropagatedTagSource.SERVICE)
                .build();
        // Otherwise the first tasks may start before they are allowed to read their secrets.
        service.getNode().addDependency(Objects.requireNonNull(task.definition().getExecutionRole()));
        arguedDependency(service);
        service.getTargetGroup()
                .configureHealthCheck(HealthCheck.builder()
                        .path(Limits.HEALTH_PATH)
                        .healthyHttpCodes("200")
                        .interval(Duration.seconds(10))
                        .timeout(Duration.seconds(5))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .build());
        service.getTargetGroup()
                .setAttribute(
                        "deregistration_delay.timeout_seconds",
                        Limits.DEREGISTRATION_DELAY.toSeconds().toString());
        String loadBalancer = service.getLoadBalancer().getLoadBalancerDnsName();
        String publicUrl = Objects.requireNonNullElse(parameters.get(Parameter.PUBLIC_URL), "http://" + loadBalancer);
        if (!publicUrl.startsWith("https:")) {
            Annotations.of(stack)
                    .addWarningV2(
                            "mcp-gateway:http",
                            "Tokens can be read on their way to an http address, and Google sends nobody back there: give"
                                    + " certificate and publicUrl.");
        }
        task.container().addEnvironment("PUBLIC_URL", publicUrl);
        task.container()
                .addEnvironment(
                        "GOOGLE_REDIRECT_URI",
                        Objects.requireNonNullElse(
                                parameters.get(Parameter.GOOGLE_REDIRECT_URI),
                                publicUrl.replaceFirst("/$", "") + "/oauth/callback"));
        // So that a deployment can be tried before its name points here.
        task.container().addEnvironment("ALLOWED_HOSTS", loadBalancer);
        return new GatewayService(service, task, publicUrl);
    }

    /** What one task alone holds is reached from the others; the load balancer's way in is added by the service. */
    private static SecurityGroup betweenTasks(Stack stack, IVpc vpc) {
        SecurityGroup group = SecurityGroup.Builder.create(stack, "TaskSecurityGroup")
                .vpc(vpc)
                .description("Tasks of MCP Gateway")
                .allowAllOutbound(true)
                .build();
        group.addIngressRule(group, Port.tcp(Limits.PORT), "From task to task");
        return group;
    }

    /** The construct has the service wait for its target group, which a reference to it says as well: no more than a doubling. */
    private static void arguedDependency(ApplicationLoadBalancedFargateService service) {
        ((CfnService) Objects.requireNonNull(service.getService().getNode().getDefaultChild()))
                .addMetadata("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3005"))));
    }

    private static ICertificate imported(Stack stack, String arn) {
        return Certificate.fromCertificateArn(stack, "Certificate", arn);
    }

    /** Tells the tasks where their sessions are, and lets them work there. */
    void uses(SessionStore store) {
        task.container().addEnvironment("AWS_REGION", Stack.of(service).getRegion());
        task.container().addEnvironment("DYNAMODB_TABLE_NAME", store.tableName());
        task.container().addEnvironment("KMS_KEY_ID", store.keyArn());
        store.permissions().forEach(task.definition()::addToTaskRolePolicy);
    }

    String loadBalancerName() {
        return service.getLoadBalancer().getLoadBalancerDnsName();
    }

    String serviceArn() {
        return service.getService().getServiceArn();
    }
}
