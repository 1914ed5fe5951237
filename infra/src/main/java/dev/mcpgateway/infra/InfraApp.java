package dev.mcpgateway.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

/** What {@code cdk} starts: one stack, held to the rules of cdk-nag wherever it is synthesized. */
public final class InfraApp {
    private InfraApp() {}

    /** Writes the template into the directory that {@code cdk} names; exits with 1 when a parameter is wrong. */
    @SuppressWarnings("SystemOut") // cdk shows people what is written there
    public static void main(String[] args) {
        try {
            App app = new App();
            addTo(app, System.getenv());
            app.synth();
        } catch (InvalidParameter wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1);
        }
    }

    /**
     * Adds the stack and the rules that it is held to.
     *
     * @throws InvalidParameter when a parameter in the context is wrong
     */
    static McpGatewayStack addTo(App app, Map<String, String> environment) {
        Parameters parameters = Parameters.of(app.getNode(), environment);
        McpGatewayStack stack = new McpGatewayStack(
                app,
                StackProps.builder()
                        .description("MCP Gateway behind a load balancer on Fargate")
                        .env(account(parameters, environment))
                        .build(),
                parameters);
        Aspects.of(app).add(new AwsSolutionsChecks());
        return stack;
    }

    /** Only a VPC that is looked up binds the template to one account; otherwise it is good for any. */
    private static @Nullable Environment account(Parameters parameters, Map<String, String> environment) {
        if (!Network.isLookedUp(parameters)) {
            return null;
        }
        String account = environment.get("CDK_DEFAULT_ACCOUNT");
        String region = environment.get("CDK_DEFAULT_REGION");
        if (account == null || region == null) {
            throw new InvalidParameter(
                    "The subnets of the VPC are looked up in your account, and no credentials were found."
                            + " Sign in to AWS, or name the subnets with publicSubnets and privateSubnets.");
        }
        return Environment.builder().account(account).region(region).build();
    }
}
