package dev.mcpgateway.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.IVpc;
import software.constructs.Construct;

/** The whole deployment. Its outputs are what a pipeline and the next deployment ask for. */
public final class McpGatewayStack extends Stack {
    /** The name of the stack. */
    public static final String NAME = "McpGatewayStack";

    /**
     * @param parameters what was chosen
     */
    public McpGatewayStack(Construct scope, StackProps props, Parameters parameters) {
        super(scope, NAME, props);
        IVpc vpc = Network.of(this, parameters);
        SessionStore store = SessionStore.of(this, parameters);
        GatewayService gateway = GatewayService.of(this, vpc, parameters);
        gateway.uses(store);
        ConnectionScaling.of(gateway, parameters);
        NagExceptions.argue(gateway);

        output("LoadBalancerDNS", gateway.loadBalancerName(), "The name to point the public address at");
        output("ServiceArn", gateway.serviceArn(), "The service, for deployments and their rollback");
        output("PublicUrl", gateway.publicUrl(), "The address that clients use");
        output("TableName", store.tableName(), "The table of sessions: tableName, to deploy with it again");
        output("KmsKey", store.keyArn(), "The key that protects them: kmsKey, to deploy with it again");
    }

    private void output(String name, String value, String description) {
        CfnOutput.Builder.create(this, name)
                .value(value)
                .description(description)
                .build();
    }
}
