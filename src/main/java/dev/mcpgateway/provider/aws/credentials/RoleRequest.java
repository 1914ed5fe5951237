package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.config.AwsRoleConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.tool.ToolFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that a role is assumed with for one person, and the key under which its credentials are kept: what was asked otherwise, or
 * for somebody else, is never the same.
 *
 * @param personId {@link Person#id}
 */
public record RoleRequest(
        String personId,
        String arn,
        String sessionName,
        Map<String, String> tags,
        @Nullable Secret externalId,
        Duration duration) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(email|user|subject)}");
    private static final Pattern IN_ROLE_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]+");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}");
    private static final int LONGEST_ROLE_NAME = 64;

    public RoleRequest {
        tags = Map.copyOf(tags);
    }

    /**
     * The role of a person.
     *
     * @throws ToolFailure when something of the person cannot stand where the configuration wants it; replaced by something
     *     else it could be somebody else's
     */
    static RoleRequest of(AwsRoleConfig role, Person person) {
        Map<String, String> tags = new TreeMap<>();
        for (String name : role.tags()) {
            String value = switch (name) {
                case "email" -> person.email();
                case "domain" -> person.domain();
                case "subject" -> person.subject();
                default -> person.issuer();
            };
            if (value != null) {
                if (!TAG_VALUE.matcher(value).matches()) {
                    throw refused("The person's " + name + " cannot be a session tag.", role, "tags");
                }
                tags.put(name, value);
            }
        }
        return new RoleRequest(
                person.id(), arn(role, person), SessionName.of(person), tags, role.externalId(), role.duration());
    }

    private static String arn(AwsRoleConfig role, Person person) {
        Matcher found = PLACEHOLDER.matcher(role.arn());
        StringBuilder arn = new StringBuilder();
        while (found.find()) {
            String value = switch (found.group(1)) {
                case "email" -> lower(person.email());
                case "user" -> lower(localPart(role, person));
                default -> person.subject();
            };
            if (value == null || !IN_ROLE_NAME.matcher(value).matches()) {
                throw refused(
                        "The person has no " + found.group(1) + " that can be part of a role's name.", role, "arn");
            }
            found.appendReplacement(arn, Matcher.quoteReplacement(value));
        }
        found.appendTail(arn);
        if (arn.length() - arn.lastIndexOf("/") - 1 > LONGEST_ROLE_NAME) {
            throw refused("The name of the person's role would be too long.", role, "arn");
        }
        return arn.toString();
    }

    /** What stands before the @, in the organization that the role is for; elsewhere it is somebody else's. */
    private static @Nullable String localPart(AwsRoleConfig role, Person person) {
        String email = person.email();
        int at = email == null ? -1 : email.lastIndexOf('@');
        if (email == null || at < 1) {
            return null;
        }
        String domain = email.substring(at + 1);
        return role.domains().stream().anyMatch(domain::equalsIgnoreCase) ? email.substring(0, at) : null;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static ToolFailure refused(String what, AwsRoleConfig role, String key) {
        return new ToolFailure(
                ToolFailure.NOT_ALLOWED,
                what,
                "The operator has to give the person a role of their own under aws.roles; now it is aws.roles."
                        + role.name() + "." + key + " that asks for it.");
    }

    /** Without the tags and the external id. */
    @Override
    public String toString() {
        return arn + " for " + sessionName;
    }
}
