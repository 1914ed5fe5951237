package dev.mcpgateway.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role that people act with at AWS.
 *
 * @param name the key in the file
 */
public record AwsRoleConfig(
        String name,

        @Setting(
                pattern = "arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/{}-]+",
                doc =
                        "The ARN of the role. {email}, {user} (the e-mail address up to the @) and {subject} stand for the"
                                + " person's own; whoever has none, or one that no role can have, is refused.")
        String arn,

        @Setting(doc = "E-mail addresses of those whom the role is for; without any it says nothing of them.")
        List<String> people,

        @Setting(doc = "Their organizations, as the identity provider vouches for them.")
        List<String> domains,

        @Setting(doc = "Their groups, as the identity provider names them; one is enough.")
        List<String> groups,

        @Setting(doc = "The external id that the role's trust policy asks for.") @Nullable
        Secret externalId,

        @Setting(
                value = "1h",
                min = "15m",
                max = "12h",
                doc = "How long its credentials live; an hour at most where the gateway itself acts with a role.")
        Duration duration,

        @Setting(
                value = "email, domain, subject",
                doc =
                        "What is told of the person as session tags: any of email, domain, subject, issuer. The trust policy has"
                                + " to allow sts:TagSession.")
        List<String> tags) {

    public AwsRoleConfig {
        people = List.copyOf(people);
        domains = List.copyOf(domains);
        groups = List.copyOf(groups);
        tags = List.copyOf(tags);
    }
}
