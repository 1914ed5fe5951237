package dev.mcpgateway.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;

/** The variables that nobody may read in the task definition: ECS takes them from Secrets Manager when a task starts. */
final class OAuthSecret {
    static final String CLIENT_ID = "GOOGLE_CLIENT_ID";
    static final String CLIENT_SECRET = "GOOGLE_CLIENT_SECRET";
    static final String SESSION_SECRET = "SESSION_SECRET";

    private OAuthSecret() {}

    static Map<String, Secret> variables(Stack stack, Parameters parameters) {
        String clientSecret = parameters.get(Parameter.GOOGLE_CLIENT_SECRET);
        if (clientSecret != null) {
            return trial(stack, clientSecret);
        }
        String name = Objects.requireNonNullElse(parameters.get(Parameter.OAUTH_SECRET), Parameters.DEFAULT_SECRET);
        ISecret secret = name.startsWith("arn:")
                ? software.amazon.awscdk.services.secretsmanager.Secret.fromSecretCompleteArn(stack, "OAuth", name)
                : software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(stack, "OAuth", name);
        Map<String, Secret> variables = new LinkedHashMap<>();
        if (!parameters.has(Parameter.GOOGLE_CLIENT_ID)) {
            variables.put(CLIENT_ID, Secret.fromSecretsManager(secret, CLIENT_ID));
        }
        for (String key : List.of(CLIENT_SECRET, SESSION_SECRET)) {
            variables.put(key, Secret.fromSecretsManager(secret, key));
        }
        for (String key : parameters.list(Parameter.SECRET_VARIABLES)) {
            variables.put(key, Secret.fromSecretsManager(secret, key));
        }
        return variables;
    }

    /** Two secrets that the stack makes: what was given, and a random one. */
    private static Map<String, Secret> trial(Stack stack, String clientSecret) {
        Annotations.of(stack)
                .addWarningV2(
                        "mcp-gateway:client-secret",
                        "googleClientSecret stands readable in the template. For more than a trial put it into Secrets"
                                + " Manager and name that secret with oauthSecret.");
        ISecret given = software.amazon.awscdk.services.secretsmanager.Secret.Builder.create(stack, "ClientSecret")
                .description("Client secret of MCP Gateway's OAuth client")
                .secretStringValue(SecretValue.unsafePlainText(clientSecret))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        ISecret random = software.amazon.awscdk.services.secretsmanager.Secret.Builder.create(stack, "SessionSecret")
                .description("Seals what the tasks of MCP Gateway share")
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(64)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        NagExceptions.arguedRotation(given);
        NagExceptions.arguedRotation(random);
        return Map.of(
                CLIENT_SECRET, Secret.fromSecretsManager(given), SESSION_SECRET, Secret.fromSecretsManager(random));
    }
}
