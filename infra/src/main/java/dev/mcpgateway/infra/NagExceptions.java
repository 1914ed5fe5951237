package dev.mcpgateway.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Objects;
import software.constructs.IConstruct;

/** The rules of cdk-nag that this deployment breaks on purpose: each for the one resource that breaks it, with the reason. */
final class NagExceptions {
    private NagExceptions() {}

    static void argue(GatewayService gateway) {
        except(
                gateway.task().definition(),
                "AwsSolutions-ECS2",
                "Variables that are no secrets are visible on purpose, as they are in any deployment one can reason about;"
                        + " the secrets among them come from Secrets Manager when a task starts.");
        suppress(
                Objects.requireNonNull(gateway.task().definition().getExecutionRole()),
                NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason(
                                "ecr:GetAuthorizationToken knows no resources; what may be pulled is limited to one repository.")
                        .appliesTo(List.of("Resource::*"))
                        .build());
        except(
                gateway.service().getLoadBalancer(),
                "AwsSolutions-EC23",
                "The address is public: clients and the identity provider's browsers come from anywhere, and sign in.");
        except(
                gateway.service().getLoadBalancer(),
                "AwsSolutions-ELB2",
                "The gateway's audit log says who did what. Access logs would add a bucket of people's addresses that"
                        + " somebody has to guard and to empty; who needs one switches them on at the load balancer.");
    }

    /** For a secret whose value another party gives out, or that all tasks have to know beforehand. */
    static void arguedRotation(IConstruct secret) {
        except(
                secret,
                "AwsSolutions-SMG4",
                "Nothing but a person can rotate it: the identity provider gives out the client secret, and a session"
                        + " secret that changes at once ends all sessions; docs/stores.md says how it rotates.");
    }

    private static void except(IConstruct from, String rule, String reason) {
        suppress(from, NagPackSuppression.builder().id(rule).reason(reason).build());
    }

    private static void suppress(IConstruct construct, NagPackSuppression exception) {
        NagSuppressions.addResourceSuppressions(construct, List.of(exception), true);
    }
}
