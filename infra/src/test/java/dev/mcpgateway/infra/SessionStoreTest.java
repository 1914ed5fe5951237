package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStoreTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555";

    private final Synthesized usual = Synthesized.usual();

    @Test
    void theTableIsWhatTheGatewayReads() {
        assertThat(usual.the("AWS::DynamoDB::Table"))
                .containsEntry("KeySchema", List.of(Map.of("AttributeName", "sessionId", "KeyType", "HASH")))
                .containsEntry(
                        "AttributeDefinitions", List.of(Map.of("AttributeName", "sessionId", "AttributeType", "S")))
                .containsEntry("TimeToLiveSpecification", Map.of("AttributeName", "ttl", "Enabled", true))
                .containsEntry("BillingMode", "PAY_PER_REQUEST");
    }

    @Test
    void theTableCanBeRestoredToAnyMomentAndOutlivesTheStack() {
        assertThat(usual.the("AWS::DynamoDB::Table"))
                .containsEntry("PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true));
        assertIsKept("AWS::DynamoDB::Table");
    }

    @Test
    void theKeyRotatesAndOutlivesTheStack() {
        assertThat(usual.the("AWS::KMS::Key")).containsEntry("EnableKeyRotation", true);
        assertIsKept("AWS::KMS::Key");
    }

    private void assertIsKept(String type) {
        assertThat(usual.resources(type))
                .singleElement()
                .satisfies(resource -> assertThat(resource)
                        .containsEntry("DeletionPolicy", "Retain")
                        .containsEntry("UpdateReplacePolicy", "Retain"));
    }

    @Test
    void aTableThatWasKeptDoesNotStandInTheWayOfANewOne() {
        assertThat(usual.the("AWS::DynamoDB::Table")).doesNotContainKey("TableName");
    }

    @Test
    void aTaskReadsAndWritesRecordsByTheirKeyAndNothingElse() {
        assertThat(Policies.of(usual, "TaskRole").get("Sessions")).satisfies(sessions -> {
            assertThat(sessions)
                    .containsEntry("Action", List.of("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"))
                    .containsEntry("Effect", "Allow");
            assertThat(sessions.get("Resource").toString())
                    .contains("Table", "Arn")
                    .doesNotContain("*");
        });
        assertThat(Policies.of(usual, "TaskRole")).containsOnlyKeys("Sessions", "DataKeys");
    }

    @Test
    void aTaskUsesTheKeyForDataKeysOfTheStoreOnly() {
        assertThat(Policies.of(usual, "TaskRole").get("DataKeys")).satisfies(keys -> {
            assertThat(keys)
                    .containsEntry("Action", List.of("kms:Decrypt", "kms:GenerateDataKey"))
                    .containsEntry(
                            "Condition", Map.of("StringEquals", Map.of("kms:EncryptionContext:kind", "data-key")));
            assertThat(keys.get("Resource").toString()).contains("Key", "Arn").doesNotContain("*");
        });
    }

    @Test
    void theTaskIsToldTableAndKey() {
        assertThat(usual.variables().get("DYNAMODB_TABLE_NAME").toString()).contains("Table");
        assertThat(usual.variables().get("KMS_KEY_ID").toString()).contains("Key", "Arn");
    }

    @Test
    void anExistingTableAndKeyAreUsedAndNoneIsMade() {
        Synthesized existing = Synthesized.with(Map.of("tableName", "sessions", "kmsKey", KEY));

        assertThat(existing.all("AWS::DynamoDB::Table")).isEmpty();
        assertThat(existing.all("AWS::KMS::Key")).isEmpty();
        assertThat(existing.variables())
                .containsEntry("DYNAMODB_TABLE_NAME", "sessions")
                .containsEntry("KMS_KEY_ID", KEY);
        assertThat(Policies.of(existing, "TaskRole")
                        .get("Sessions")
                        .get("Resource")
                        .toString())
                .contains(":table/sessions");
        assertThat(Policies.of(existing, "TaskRole").get("DataKeys")).containsEntry("Resource", KEY);
    }

    @Test
    void anExistingKeyMayBeNamedByItsId() {
        Synthesized existing = Synthesized.with(Map.of("kmsKey", "0a1b2c3d-0000-1111-2222-333344445555"));

        assertThat(Policies.of(existing, "TaskRole")
                        .get("DataKeys")
                        .get("Resource")
                        .toString())
                .contains(":kms:", ":key/0a1b2c3d-0000-1111-2222-333344445555");
    }
}
