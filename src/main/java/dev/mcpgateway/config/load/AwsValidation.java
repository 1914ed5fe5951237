package dev.mcpgateway.config.load;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.AwsProfileConfig;
import dev.mcpgateway.config.AwsRoleConfig;
import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.config.GatewayConfig;
import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the tools for AWS, which have no prefix, and whose credentials they may use. */
final class AwsValidation {
    private static final String NAME = "aws";
    private static final String PREFIX = "aws_";
    private static final Set<String> TAGS = Set.of("email", "domain", "subject", "issuer");
    private static final Set<String> OF_PERSON = Set.of("email", "user", "subject");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}|[{}]");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private final Validation validation;
    private final Places places;

    AwsValidation(Validation validation, Places places) {
        this.validation = validation;
        this.places = places;
    }

    void check(GatewayConfig config) {
        AwsToolsConfig aws = config.aws();
        aws.roles().values().forEach(role -> check(role, config));
        aws.profiles().values().forEach(this::check);
        if (!aws.profiles().isEmpty() && !aws.useGatewayCredentials()) {
            validation.error(
                    "aws.profiles", "are credentials of the gateway itself; they need aws.useGatewayCredentials: true");
        }
        if (aws.limits().attemptTimeout().compareTo(aws.limits().callTimeout()) > 0) {
            validation.error(
                    "aws.limits.attemptTimeout", "is longer than aws.limits.callTimeout, of which it is a part");
        }
        checkAddress("sts", aws.endpoints().sts());
        checkAddress("s3", aws.endpoints().s3());
        checkAddress("secretsManager", aws.endpoints().secretsManager());
        if (aws.enabled()) {
            config.enabledUpstreams()
                    .forEach(upstream -> checkNames(
                            upstream.name(),
                            config.prefix(upstream),
                            "upstreams." + upstream.name(),
                            places.upstream(upstream.name(), "prefix")));
            config.enabledOpenApi()
                    .forEach(service -> checkNames(
                            service.name(),
                            config.prefix(service),
                            "openapi." + service.name(),
                            "openapi." + service.name() + ".prefix"));
        }
    }

    private void check(AwsRoleConfig role, GatewayConfig config) {
        String path = "aws.roles." + role.name();
        Matcher found = PLACEHOLDER.matcher(role.arn());
        while (found.find()) {
            if (found.group(1) == null || !OF_PERSON.contains(found.group(1))) {
                validation.error(
                        path + ".arn",
                        "holds '" + found.group() + "'; what stands for the person is {email}, {user} or {subject}");
            }
        }
        if (role.arn().contains("{user}") && role.domains().size() != 1) {
            validation.error(
                    path + ".arn",
                    "holds {user}, which is somebody else's in another organization; name one in domains, or use {email}");
        }
        for (String tag : role.tags()) {
            if (!TAGS.contains(tag)) {
                validation.error(path + ".tags", "holds '" + tag + "'; allowed is email, domain, subject, issuer");
            }
        }
        if (role.externalId() != null
                && !EXTERNAL_ID.matcher(role.externalId().reveal()).matches()) {
            validation.error(
                    path + ".externalId", "is none that AWS takes: 2 to 1224 of letters, digits and _+=,.@:/-");
        }
        if (config.aws().limits().renewBefore().compareTo(role.duration()) >= 0) {
            validation.error(path + ".duration", "has to be longer than aws.limits.renewBefore");
        }
        if (config.aws().enabled() && config.auth().mode() == AuthConfig.Mode.NONE) {
            validation.error(
                    path, "is for people who sign in, and auth.mode is 'none'; let people sign in, or leave it out");
        }
    }

    private void check(AwsProfileConfig profile) {
        if (profile.profile() != null && profile.secret() != null) {
            validation.error(
                    "aws.profiles." + profile.name() + ".secret",
                    "stands instead of profile; leave one of the two out");
        }
    }

    private void checkAddress(String key, @Nullable URI address) {
        if (address != null
                && (!Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                        || address.getHost() == null
                        || address.getRawQuery() != null
                        || address.getRawUserInfo() != null)) {
            validation.error("aws.endpoints." + key, "has to be an http or https address without user and query");
        }
    }

    private void checkNames(String name, String prefix, String path, String prefixPath) {
        if (name.equals(NAME)) {
            validation.error(path, "has the name of the tools for AWS; rename it, or switch those off");
        }
        if (!prefix.isEmpty() && (prefix.startsWith(PREFIX) || PREFIX.startsWith(prefix))) {
            validation.error(
                    prefixPath,
                    "its tools, '" + prefix + "…', cannot be told from '" + PREFIX
                            + "…' of the tools for AWS; give it another prefix");
        }
    }
}
