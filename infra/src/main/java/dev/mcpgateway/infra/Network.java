package dev.mcpgateway.infra;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.ec2.VpcLookupOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** The VPC: a new one over two zones, or one that exists. */
final class Network {
    private Network() {}

    /** Whether the subnets are found by asking AWS, which needs credentials. */
    static boolean isLookedUp(Parameters parameters) {
        return parameters.has(Parameter.VPC_ID) && !parameters.has(Parameter.PRIVATE_SUBNETS);
    }

    static IVpc of(Construct scope, Parameters parameters) {
        String id = parameters.get(Parameter.VPC_ID);
        if (id == null) {
            return made(scope);
        }
        if (isLookedUp(parameters)) {
            return Vpc.fromLookup(
                    scope, "Vpc", VpcLookupOptions.builder().vpcId(id).build());
        }
        List<String> subnets = parameters.list(Parameter.PRIVATE_SUBNETS);
        return Vpc.fromVpcAttributes(
                scope,
                "Vpc",
                VpcAttributes.builder()
                        .vpcId(id)
                        // Only their number counts here: nothing is made in a zone that is not made in a subnet.
                        .availabilityZones(IntStream.range(0, subnets.size())
                                .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
                                .toList())
                        .publicSubnetIds(parameters.list(Parameter.PUBLIC_SUBNETS))
                        .privateSubnetIds(subnets)
                        .build());
    }

    private static IVpc made(Construct scope) {
        Vpc vpc = Vpc.Builder.create(scope, "Vpc")
                .ipAddresses(IpAddresses.cidr("10.0.0.0/16"))
                .maxAzs(2)
                .natGateways(1)
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC), subnets("private", SubnetType.PRIVATE_WITH_EGRESS)))
                .build();
        // Both are free, and keep what goes to the table and the layers of images off the NAT gateway.
        vpc.addGatewayEndpoint(
                "DynamoDb",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.DYNAMODB)
                        .build());
        vpc.addGatewayEndpoint(
                "S3",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.S3)
                        .build());
        vpc.addFlowLog(
                "Refused",
                FlowLogOptions.builder()
                        .trafficType(FlowLogTrafficType.REJECT)
                        .destination(
                                FlowLogDestination.toCloudWatchLogs(LogGroup.Builder.create(scope, "RefusedTraffic")
                                        .retention(Limits.LOG_RETENTION)
                                        .removalPolicy(RemovalPolicy.DESTROY)
                                        .build()))
                        .build());
        return vpc;
    }

    private static SubnetConfiguration subnets(String name, SubnetType type) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(20)
                .build();
    }
}
