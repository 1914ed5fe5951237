package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Map<String, String> SIGNED_IN =
            Map.of("CDK_DEFAULT_ACCOUNT", "123456789012", "CDK_DEFAULT_REGION", "eu-west-1");

    @Test
    void aNewNetworkSpansTwoZonesAndHasOneNatGateway() {
        Synthesized usual = Synthesized.usual();

        assertThat(usual.all("AWS::EC2::VPC")).hasSize(1);
        assertThat(usual.all("AWS::EC2::Subnet")).hasSize(4);
        assertThat(usual.all("AWS::EC2::Subnet").stream().map(subnet -> subnet.get("AvailabilityZone")))
                .containsOnly(zone(0), zone(1));
        assertThat(usual.all("AWS::EC2::NatGateway")).hasSize(1);
    }

    private static Map<String, Object> zone(int number) {
        return Map.of("Fn::Select", List.of(number, Map.of("Fn::GetAZs", "")));
    }

    @Test
    void theTableAndTheLayersOfImagesAreReachedWithoutTheNatGateway() {
        assertThat(Synthesized.usual().all("AWS::EC2::VPCEndpoint"))
                .hasSize(2)
                .allSatisfy(endpoint -> assertThat(endpoint).containsEntry("VpcEndpointType", "Gateway"))
                .anySatisfy(endpoint -> assertThat(endpoint.toString()).contains(".dynamodb"))
                .anySatisfy(endpoint -> assertThat(endpoint.toString()).contains(".s3"));
    }

    @Test
    void anExistingVpcWithItsSubnetsNeedsNoCredentials() {
        Synthesized existing = Synthesized.with(
                Map.of(
                        "publicSubnets",
                        "subnet-0123456789abcde0a,subnet-0123456789abcde0b",
                        "privateSubnets",
                        "subnet-0123456789abcde0c,subnet-0123456789abcde0d"),
                Map.of("VPC_ID", "vpc-0123456789abcdef0"));

        assertThat(existing.all("AWS::EC2::VPC")).isEmpty();
        assertThat(existing.all("AWS::EC2::NatGateway")).isEmpty();
        assertThat(existing.the("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .containsEntry("Subnets", List.of("subnet-0123456789abcde0a", "subnet-0123456789abcde0b"));
        assertThat(placement(existing))
                .containsEntry("Subnets", List.of("subnet-0123456789abcde0c", "subnet-0123456789abcde0d"))
                .containsEntry("AssignPublicIp", "DISABLED");
        assertThat(existing.all("AWS::EC2::SecurityGroup"))
                .allSatisfy(group -> assertThat(group).containsEntry("VpcId", "vpc-0123456789abcdef0"));
    }

    @Test
    void theSubnetsOfAnExistingVpcAreLookedUp() {
        Synthesized existing = Synthesized.with(
                Map.of(
                        "vpcId",
                        "vpc-0123456789abcdef0",
                        lookup("vpc-0123456789abcdef0"),
                        vpc(
                                "vpc-0123456789abcdef0",
                                List.of(
                                        group("Public", "subnet-0123456789abcde0a"),
                                        group("Private", "subnet-0123456789abcde0b")))),
                SIGNED_IN);

        assertThat(placement(existing))
                .containsEntry("Subnets", List.of("subnet-0123456789abcde0b"))
                .containsEntry("AssignPublicIp", "DISABLED");
    }

    @Test
    void inAVpcWithPublicSubnetsOnlyTasksHaveAPublicAddress() {
        Synthesized existing = Synthesized.with(
                Map.of(
                        "vpcId",
                        "vpc-0124456789abcdef0",
                        lookup("vpc-0124456789abcdef0"),
                        vpc("vpc-0124456789abcdef0", List.of(group("Public", "subnet-0123456789abcde0a")))),
                SIGNED_IN);

        assertThat(placement(existing))
                .containsEntry("Subnets", List.of("subnet-0123456789abcde0a"))
                .containsEntry("AssignPublicIp", "ENABLED");
    }

    @Test
    void aLookUpWithoutCredentialsSaysWhatToDo() {
        assertThatThrownBy(() -> Synthesized.with(Map.of(), Map.of("VPC_ID", "vpc-0123456789abcdef0")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("no credentials were found")
                .hasMessageContaining("publicSubnets and privateSubnets");
    }

    @Test
    void theGatewaysPortIsOpenBetweenTasksAndToTheLoadBalancerOnly() {
        Synthesized usual = Synthesized.usual();
        List<Map<String, Object>> ways = usual.all("AWS::EC2::SecurityGroupIngress");

        assertThat(ways).hasSize(2).allSatisfy(way -> {
            assertThat(way)
                    .containsEntry("IpProtocol", "tcp")
                    .containsEntry("FromPort", 3000)
                    .containsEntry("ToPort", 3000)
                    .containsKey("SourceSecurityGroupId")
                    .doesNotContainKeys("CidrIp", "CidrIpv6");
            assertThat(way.get("GroupId").toString()).contains("TaskSecurityGroup");
        });
        assertThat(ways.stream().map(way -> way.get("SourceSecurityGroupId").toString()))
                .anySatisfy(source -> assertThat(source).contains("TaskSecurityGroup"))
                .anySatisfy(source -> assertThat(source).contains("LBSecurityGroup"));
        assertThat(usual.all("AWS::EC2::SecurityGroup").stream()
                        .filter(group -> "Tasks of MCP Gateway".equals(group.get("GroupDescription"))))
                .singleElement()
                .satisfies(group -> assertThat(group).doesNotContainKey("SecurityGroupIngress"));
    }

    private static Map<String, Object> placement(Synthesized stack) {
        return Synthesized.map(Synthesized.map(stack.the("AWS::ECS::Service").get("NetworkConfiguration"))
                .get("AwsvpcConfiguration"));
    }

    private static String lookup(String vpc) {
        return "vpc-provider:account=123456789012:filter.vpc-id=" + vpc
                + ":region=eu-west-1:returnAsymmetricSubnets=true";
    }

    private static Map<String, Object> vpc(String id, List<Map<String, Object>> groups) {
        return Map.of(
                "vpcId",
                id,
                "vpcCidrBlock",
                "10.1.0.0/16",
                "ownerAccountId",
                "123456789012",
                "availabilityZones",
                List.of(),
                "subnetGroups",
                groups);
    }

    private static Map<String, Object> group(String type, String subnet) {
        return Map.of(
                "name", type,
                "type", type,
                "subnets",
                        List.of(Map.of(
                                "subnetId", subnet,
                                "cidr", "10.1.0.0/24",
                                "availabilityZone", "eu-west-1a",
                                "routeTableId", "rtb-0a")));
    }
}
