package dev.mcpgateway.infra;

import java.util.regex.Pattern;

/** What whoever deploys can choose: each by {@code -c name=value}, or under {@code context} in {@code cdk.json}. */
public enum Parameter {
    /** Image of the gateway, such as one in ECR; without one it is built from the repository. */
    IMAGE("image", "\\S+", "an image such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/mcp-gateway:1a2b3c4"),

    /** ARN of a certificate for the public address: HTTPS on 443, and 80 redirects there. */
    CERTIFICATE("certificate", "arn:[^:]+:acm:.+", "the ARN of a certificate in ACM"),

    /** The address that clients use. Without one it is the load balancer's own name, by HTTP. */
    PUBLIC_URL("publicUrl", "https?://[^/\\s]+/?", "an address such as https://mcp.example.com"),

    /** Whose people may sign in, separated by commas. */
    ALLOWED_DOMAIN("allowedDomain", "\\S+", "a domain such as example.com"),

    /** Secret in Secrets Manager whose JSON has GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET and SESSION_SECRET: name or ARN. */
    OAUTH_SECRET("oauthSecret", "[A-Za-z0-9/_+=.@:-]+", "the name or the ARN of a secret"),

    /** Further keys of that secret that become variables, separated by commas. */
    SECRET_VARIABLES("secretVariables", "[A-Za-z_][A-Za-z0-9_]*(,[A-Za-z_][A-Za-z0-9_]*)*", "names such as A_TOKEN,B"),

    /** Client id of the OAuth client at Google, instead of the one in the secret. */
    GOOGLE_CLIENT_ID("googleClientId", "\\S+", "the id of an OAuth client"),

    /** Client secret for that client: a trial only, since it stands in the template. */
    GOOGLE_CLIENT_SECRET("googleClientSecret", "\\S+", "the secret of an OAuth client"),

    /** Redirect URI that is registered at Google, when it is not the public address and /oauth/callback. */
    GOOGLE_REDIRECT_URI(
            "googleRedirectUri", "https?://\\S+", "an address such as https://mcp.example.com/oauth/callback"),

    /** File with the gateway's YAML configuration, relative to infra/. */
    GATEWAY_CONFIG("gatewayConfig", ".+", "a file such as ../gateway.yaml"),

    /** An existing VPC; also the environment variable VPC_ID. */
    VPC_ID("vpcId", "vpc-[0-9a-f]{8,17}", "the id of a VPC such as vpc-0123456789abcdef0"),

    /** Subnets of that VPC for the load balancer, one a zone; with them nothing is looked up. */
    PUBLIC_SUBNETS(
            "publicSubnets",
            "subnet-[0-9a-f]{8,17}(,subnet-[0-9a-f]{8,17})+",
            "two or more subnets, separated by commas"),

    /** Subnets of that VPC for the tasks, one a zone, with a way out to the internet. */
    PRIVATE_SUBNETS(
            "privateSubnets",
            "subnet-[0-9a-f]{8,17}(,subnet-[0-9a-f]{8,17})+",
            "two or more subnets, separated by commas"),

    /** An existing table, in the same account and region. */
    TABLE("tableName", "[A-Za-z0-9_.-]{3,255}", "the name of a table"),

    /** An existing KMS key: its ARN, or its id in the same account and region. */
    KMS_KEY(
            "kmsKey",
            "arn:[^:]+:kms:[^:]+:\\d+:key/[A-Za-z0-9-]+|(mrk-)?[0-9a-f-]{32,36}",
            "the ARN or the id of a key; an alias cannot be named in a policy"),

    /** Fewest tasks. */
    MIN_TASKS("minTasks", "[1-9]\\d{0,2}", "a number from 1 to 999"),

    /** Most tasks. */
    MAX_TASKS("maxTasks", "[1-9]\\d{0,2}", "a number from 1 to 999");

    private final String key;
    private final Pattern form;
    private final String takes;

    Parameter(String key, String form, String takes) {
        this.key = key;
        this.form = Pattern.compile(form);
        this.takes = takes;
    }

    /** The name in the context. */
    public String key() {
        return key;
    }

    /**
     * The value, when it has the form that this parameter takes.
     *
     * @throws InvalidParameter otherwise; the message repeats no value, since one of them is a secret
     */
    String checked(String value) {
        if (!form.matcher(value).matches()) {
            throw new InvalidParameter(key + " takes " + takes + ".");
        }
        return value;
    }
}
