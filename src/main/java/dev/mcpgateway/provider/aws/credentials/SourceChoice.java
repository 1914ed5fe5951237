package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.config.AwsProfileConfig;
import dev.mcpgateway.config.AwsRoleConfig;
import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.tool.ToolFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which credentials a person's call is made with. What is not configured is refused, and never replaced by something else. */
final class SourceChoice {
    private SourceChoice() {}

    /**
     * The source for a call.
     *
     * @param profile the one that the call names; null for none
     * @throws ToolFailure when there is none for this person, or the profile is not allowed
     */
    static Source of(AwsToolsConfig config, Person person, @Nullable String profile) {
        if (profile != null) {
            return profile(config, profile);
        }
        for (AwsRoleConfig role : config.roles().values()) {
            if (isFor(role, person)) {
                return new Source.Role(RoleRequest.of(role, person));
            }
        }
        if (config.useGatewayCredentials()) {
            return new Source.Gateway();
        }
        throw new ToolFailure(
                ToolFailure.NOT_ALLOWED,
                "There are no AWS credentials for this person.",
                "The operator has to give the person a role (aws.roles), or to let everyone use the gateway's own"
                        + " credentials (aws.useGatewayCredentials).");
    }

    /** A profile that exists and is not listed is refused in the same words as one that does not. */
    private static Source profile(AwsToolsConfig config, String name) {
        AwsProfileConfig listed =
                config.useGatewayCredentials() ? config.profiles().get(name) : null;
        if (listed == null) {
            throw new ToolFailure(
                    ToolFailure.NOT_ALLOWED,
                    "The profile '" + name + "' may not be used.",
                    "aws_list_profiles lists those that may; the operator lists them under aws.profiles.");
        }
        return listed.secret() == null
                ? new Source.Profile(name, listed.fileProfile())
                : new Source.StoredKeys(name, listed.secret());
    }

    /** What is not known of somebody matches nothing; somebody who has not signed in has no role. */
    private static boolean isFor(AwsRoleConfig role, Person person) {
        return !person.issuer().isEmpty()
                && isIn(role.people(), person.email())
                && isIn(role.domains(), person.domain())
                && (role.groups().isEmpty() || role.groups().stream().anyMatch(person.groups()::contains));
    }

    private static boolean isIn(List<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.stream().anyMatch(value::equalsIgnoreCase));
    }
}
