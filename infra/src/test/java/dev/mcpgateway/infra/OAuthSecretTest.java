package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OAuthSecretTest {
    @Test
    void theSecretsComeFromOneSecretOfSecretsManager() {
        Synthesized usual = Synthesized.usual();

        assertThat(usual.secrets()).containsOnlyKeys("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "SESSION_SECRET");
        usual.secrets().forEach((name, from) -> assertThat(from).contains(":secret:mcp-gateway/oauth:" + name + "::"));
        assertThat(usual.variables()).doesNotContainKeys("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "SESSION_SECRET");
        assertThat(Policies.of(usual, "ExecutionRole").toString()).contains(":secret:mcp-gateway/oauth-??????");
    }

    @Test
    void anotherSecretCanBeNamedByItsArn() {
        String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:team/oauth-a1b2c3";
        Synthesized named = Synthesized.with(Map.of("oauthSecret", arn, "secretVariables", "DOCS_TOKEN"));

        assertThat(named.secrets())
                .containsEntry("SESSION_SECRET", arn + ":SESSION_SECRET::")
                .containsEntry("DOCS_TOKEN", arn + ":DOCS_TOKEN::");
    }

    @Test
    void theClientIdIsNoSecretAndMayBeAParameter() {
        Synthesized given = Synthesized.with(Map.of("googleClientId", "1234.apps.googleusercontent.com"));

        assertThat(given.variables()).containsEntry("GOOGLE_CLIENT_ID", "1234.apps.googleusercontent.com");
        assertThat(given.secrets()).containsOnlyKeys("GOOGLE_CLIENT_SECRET", "SESSION_SECRET");
    }

    @Test
    void aClientSecretThatIsAParameterNeverStandsInTheTaskDefinitionAndIsWarnedAbout() {
        Synthesized trial =
                Synthesized.with(Map.of("googleClientId", "1234", "googleClientSecret", "wonderland-secret"));

        assertThat(trial.the("AWS::ECS::TaskDefinition").toString()).doesNotContain("wonderland-secret");
        assertThat(trial.secrets()).containsOnlyKeys("GOOGLE_CLIENT_SECRET", "SESSION_SECRET");
        assertThat(trial.warnings()).anySatisfy(warning -> assertThat(warning).contains("oauthSecret"));
        assertThat(trial.errors()).isEmpty();
    }

    @Test
    void whoMaySignInIsWarnedAboutUntilItIsSaid() {
        assertThat(Synthesized.usual().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("allowedDomain"));

        Synthesized said = Synthesized.with(Map.of("allowedDomain", "example.com"));

        assertThat(said.variables()).containsEntry("ALLOWED_DOMAIN", "example.com");
        assertThat(said.warnings()).noneSatisfy(warning -> assertThat(warning).contains("allowedDomain"));
    }
}
