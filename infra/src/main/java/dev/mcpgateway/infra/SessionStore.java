package dev.mcpgateway.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;

/**
 * The table of sessions and the key that protects what is in it: each new, and then kept when the stack goes, or one that
 * exists.
 */
record SessionStore(ITable table, IKey key) {
    static SessionStore of(Stack stack, Parameters parameters) {
        return new SessionStore(table(stack, parameters), key(stack, parameters));
    }

    private static ITable table(Stack stack, Parameters parameters) {
        String name = parameters.get(Parameter.TABLE);
        if (name != null) {
            return Table.fromTableName(stack, "Table", name);
        }
        // Without a name of its own, so that a table that was kept does not stand in the way of the next deployment.
        return Table.Builder.create(stack, "Table")
                .partitionKey(Attribute.builder()
                        .name("sessionId")
                        .type(AttributeType.STRING)
                        .build())
                .timeToLiveAttribute("ttl")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    private static IKey key(Stack stack, Parameters parameters) {
        String key = parameters.get(Parameter.KMS_KEY);
        if (key == null) {
            return Key.Builder.create(stack, "Key")
                    .description("Protects the data keys of MCP Gateway's sessions")
                    .enableKeyRotation(true)
                    .removalPolicy(RemovalPolicy.RETAIN)
                    .build();
        }
        String arn = key.startsWith("arn:")
                ? key
                : stack.formatArn(ArnComponents.builder()
                        .service("kms")
                        .resource("key")
                        .resourceName(key)
                        .build());
        return Key.fromKeyArn(stack, "Key", arn);
    }

    String tableName() {
        return table.getTableName();
    }

    String keyArn() {
        return key.getKeyArn();
    }

    /** What the gateway does with both, and no more: records by their key, and data keys that are bound to what they are for. */
    List<PolicyStatement> permissions() {
        return List.of(
                PolicyStatement.Builder.create()
                        .sid("Sessions")
                        .actions(List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"))
                        .resources(List.of(Objects.requireNonNull(table.getTableArn())))
                        .build(),
                PolicyStatement.Builder.create()
                        .sid("DataKeys")
                        .actions(List.of("kms:GenerateDataKey", "kms:Decrypt"))
                        .resources(List.of(key.getKeyArn()))
                        .conditions(Map.of("StringEquals", Map.of("kms:EncryptionContext:kind", "data-key")))
                        .build());
    }
}
