package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools for AWS, which act with a role of the person's own, or with what the gateway itself has where that is allowed.
 *
 * @param roles by name, in the order in which they are tried
 * @param profiles by the name that callers give
 */
public record AwsToolsConfig(
        @Setting(value = "false", doc = "Offers the tools for AWS.")
        boolean enabled,

        @Setting(
                value = "rules",
                doc =
                        "Who may use them where no rule of the policy speaks (the rules call them 'aws'): with 'rules' nobody,"
                                + " with 'everyone-signed-in' everyone.")
        UpstreamConfig.Access access,

        @Setting(
                doc =
                        "The AWS region where a call names none. Without one: store.region, or that of the profile or the instance.")
        @Nullable
        String region,

        @Setting(
                value = "false",
                doc =
                        "Lets everyone who may use the tools act with the gateway's own credentials, when no role is theirs, or"
                                + " with the profiles below.")
        boolean useGatewayCredentials,

        @Setting(
                doc =
                        "The roles that people act with, by names of your own; the first that is for the person is theirs. The"
                                + " gateway assumes it with its own credentials, in a session with the person's name and tags.")
        Map<String, AwsRoleConfig> roles,

        @Setting(
                doc =
                        "The profiles that a call may name instead, by the names that it gives; any other is refused. Needs"
                                + " useGatewayCredentials.")
        Map<String, AwsProfileConfig> profiles,

        @Setting(
                value = "false",
                doc = "Offers aws_set_environment, which chooses region and profile for the rest of one session.")
        boolean setEnvironment,

        @Setting(doc = "Where AWS is, when it is somewhere else.")
        Endpoints endpoints,

        @Setting(doc = "How long and how much.") Limits limits) {

    public AwsToolsConfig {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    }

    /** Addresses of stand-ins, or of endpoints in a private network. */
    public record Endpoints(
            @Setting(doc = "The address of STS. Without one: store.endpoint, or AWS.") @Nullable
            URI sts,

            @Setting(
                    doc =
                            "The address of S3, whose buckets are then named in the path. Without one: store.endpoint, or AWS.")
            @Nullable
            URI s3,

            @Setting(doc = "The address of Secrets Manager. Without one: store.endpoint, or AWS.") @Nullable
            URI secretsManager) {}

    /** What a call may take. */
    public record Limits(
            @Setting(
                    value = "30s",
                    min = "100ms",
                    max = "5m",
                    doc = "Longest time for one call of a tool, with all that it asks of AWS.")
            Duration callTimeout,

            @Setting(value = "10s", min = "50ms", max = "5m", doc = "Longest wait for one answer of AWS.")
            Duration attemptTimeout,

            @Setting(
                    value = "3",
                    min = "1",
                    max = "10",
                    doc = "How often AWS is asked when it is busy or fails; no tool changes anything there.")
            int attempts,

            @Setting(
                    value = "50",
                    min = "1",
                    max = "1000",
                    doc = "Most calls of these tools at a time; more are refused.")
            int concurrency,

            @Setting(
                    value = "1000",
                    min = "1",
                    max = "100000",
                    doc =
                            "Of how many people the credentials are kept in memory; those that were not used for longest go.")
            int cachedPeople,

            @Setting(
                    value = "5m",
                    min = "1s",
                    max = "30m",
                    doc = "How long before their end credentials are no longer used.")
            Duration renewBefore,

            @Setting(
                    value = "5m",
                    min = "1s",
                    max = "12h",
                    doc = "How long credentials of Secrets Manager are kept before they are read anew.")
            Duration secretLifetime,

            @Setting(
                    value = "256KiB",
                    min = "1KiB",
                    max = "16MiB",
                    doc = "Most of an object that one result has; the rest is read with the next call.")
            long textSize) {}

    /** Returns the defaults. */
    public static AwsToolsConfig defaults() {
        return Settings.defaults(AwsToolsConfig.class);
    }
}
