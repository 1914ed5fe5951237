package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.AwsToolsConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsValidationTest {

    private static LoadedConfig load(String yaml) {
        return ConfigLoader.load(
                new ConfigInputs(null, List.of(), List.of(), Map.of(), Map.of("GATEWAY_CONFIG_YAML", yaml)));
    }

    private static AwsToolsConfig aws(String flow) {
        return load("auth: {google: {clientId: a, clientSecret: b}}\nlistener: {host: 127.0.0.1}\naws: {" + flow + "}")
                .config()
                .aws();
    }

    @Test
    void nothingIsOnByDefault() {
        AwsToolsConfig defaults = aws("");

        assertThat(defaults.enabled()).isFalse();
        assertThat(defaults.useGatewayCredentials()).isFalse();
        assertThat(defaults.setEnvironment()).isFalse();
        assertThat(defaults.roles()).isEmpty();
        assertThat(defaults.profiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            roles: {a: {arn: 'arn:aws:iam::1:role/x'}}                                         | aws.roles.a.arn
            roles: {a: {arn: 'arn:aws:iam::111122223333:role/{name}'}}                         | {name}
            roles: {a: {arn: 'arn:aws:iam::111122223333:role/{user}'}}                         | {user}
            roles: {a: {arn: 'arn:aws:iam::111122223333:role/{user}', domains: [a.org, b.org]}}| {user}
            roles: {a: {arn: 'arn:aws:iam::111122223333:role/x', tags: [shoe]}}                | aws.roles.a.tags
            roles: {a: {arn: 'arn:aws:iam::111122223333:role/x', externalId: 'x y'}}           | aws.roles.a.externalId
            profiles: {a: {}}                                                                  | useGatewayCredentials
            useGatewayCredentials: true, profiles: {a: {profile: x, secret: y}}                | aws.profiles.a.secret
            limits: {callTimeout: 1s, attemptTimeout: 2s}                                      | aws.limits.attemptTimeout
            endpoints: {s3: 'ftp://127.0.0.1'}                                                 | aws.endpoints.s3
            """)
    void whatCannotBeMeantIsNamed(String flow, String named) {
        assertThatThrownBy(() -> aws(flow)).hasMessageContaining(named);
    }

    @Test
    void rolesAreForPeopleWhoSignIn() {
        assertThatThrownBy(() -> load("auth: {mode: none}\n"
                        + "aws: {enabled: true, roles: {a: {arn: 'arn:aws:iam::111122223333:role/x'}}}"))
                .hasMessageContaining("auth.mode");
    }

    @Test
    void theNamesOfTheToolsAreTaken() {
        String upstream = "upstreams: {up: {url: 'https://example.com', prefix: aws_}}\n";

        assertThatThrownBy(() -> load(upstream + "aws: {enabled: true}")).hasMessageContaining("upstreams.up.prefix");
        assertThat(load(upstream).config().upstreams()).hasSize(1);
        assertThatThrownBy(
                        () -> load("upstreams: {aws: {url: 'https://example.com', prefix: x_}}\naws: {enabled: true}"))
                .hasMessageContaining("upstreams.aws");
    }

    @Test
    void rulesMaySpeakOfTheToolsAndToolsThatNobodyMayUseAreNoticed() {
        assertThat(load("policy: {rules: {ops: {effect: allow, upstreams: [aws]}}}\naws: {enabled: true}")
                        .notices())
                .noneMatch(notice -> notice.toString().contains("aws.access"));
        assertThat(load("aws: {enabled: true}").notices())
                .anyMatch(notice -> notice.toString().contains("aws.access"));
    }
}
