package dev.mcpgateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addons are merged as they are meant, and what they give reaches the task. */
class CopilotAddonsTest {
    private static final String PARAMETERS = "addons.parameters.yml";
    private static final CopilotAddons ADDONS = read();

    static CopilotAddons read() {
        List<Map<String, Object>> templates = new ArrayList<>();
        for (Path file : CopilotFiles.list(CopilotFiles.SERVICE.resolve("addons"))) {
            if (!file.endsWith(PARAMETERS)) {
                templates.add(CfnYaml.readMap(file));
            }
        }
        return new CopilotAddons(
                templates,
                CfnYaml.readMap(CopilotFiles.SERVICE.resolve("addons").resolve(PARAMETERS)));
    }

    @Test
    void copilotAcceptsTheAddonsAndTakesThemAsTheyAreMeant() {
        assertThat(ADDONS.problems()).isEmpty();
        assertThat(ADDONS.variables()).containsExactly("AWS_REGION", "DYNAMODB_TABLE_NAME", "KMS_KEY_ID");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {Outputs: {P: {Value: !If [A, !Ref Policy, '']}}}            | P is a mere variable
            {Outputs: {P: {Value: !GetAtt Policy.Arn}}}                  | P is a mere variable
            {Outputs: {P: {Value: !Sub '${Policy}'}}}                    | P is a mere variable
            {Parameters: {Other: {Type: String}}}                        | Other has neither a value nor a default
            {Parameters: {Env: {Type: Number}}}                          | Parameters.Env is something else
            """)
    void aMistakeInAnAddonIsFound(String addon, String problem) {
        String first = "{Parameters: {App: {Type: String}, Env: {Type: String}, Name: {Type: String}},"
                + " Resources: {Policy: {Type: 'AWS::IAM::ManagedPolicy'}},"
                + " Outputs: {Given: {Value: !Ref Policy}}}";
        List<Map<String, Object>> templates =
                List.of(CfnYaml.map(CfnYaml.parse(first)), CfnYaml.map(CfnYaml.parse(addon)));

        assertThat(new CopilotAddons(templates, Map.of("Parameters", Map.of())).problems())
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void aPolicyThatNoOutputNamesIsFound() {
        String template =
                "{Parameters: {App: {}, Env: {}, Name: {}}, Resources: {P: {Type: 'AWS::IAM::ManagedPolicy'}}}";

        assertThat(new CopilotAddons(
                                List.of(CfnYaml.map(CfnYaml.parse(template))), Map.of("Parameters", Map.of("App", "x")))
                        .problems())
                .containsExactly("App may not be given a value", "P reaches nobody: no output is a plain !Ref of it");
    }

    @ParameterizedTest
    @CsvSource({
        "DynamodbTableName, DYNAMODB_TABLE_NAME",
        "DynamoDBTableName, DYNAMO_DB_TABLE_NAME",
        "KmsKeyId, KMS_KEY_ID",
        "KMSKeyId, KMS_KEY_ID"
    })
    void anOutputBecomesAVariable(String output, String variable) {
        assertThat(CopilotAddons.variable(output)).isEqualTo(variable);
    }

    @Test
    void tableAndKeyOutliveTheServiceUnlessOthersAreNamed() {
        for (String name : List.of("RecordsTable", "RecordsKey")) {
            assertThat(CfnYaml.map(ADDONS.resources.get(name)))
                    .containsEntry("DeletionPolicy", "Retain")
                    .containsEntry("UpdateReplacePolicy", "Retain")
                    .containsEntry("Condition", name.equals("RecordsTable") ? "NewTable" : "NewKey");
        }
        assertThat(CfnYaml.at(ADDONS.resources, "RecordsKey", "Properties", "EnableKeyRotation"))
                .isEqualTo(true);
        Object table = CfnYaml.at(ADDONS.resources, "RecordsTable", "Properties");
        assertThat(CfnYaml.at(table, "KeySchema"))
                .isEqualTo(List.of(Map.of("AttributeName", "sessionId", "KeyType", "HASH")));
        assertThat(CfnYaml.at(table, "TimeToLiveSpecification"))
                .isEqualTo(Map.of("AttributeName", "ttl", "Enabled", true));
        assertThat(CfnYaml.at(table, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"))
                .isEqualTo(true);
    }
}
