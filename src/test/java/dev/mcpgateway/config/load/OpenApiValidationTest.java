package dev.mcpgateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of a REST service. */
class OpenApiValidationTest {
    @TempDir
    Path directory;

    private String mode = "development";

    private GatewayConfig load(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        return ConfigLoader.load(new ConfigInputs(
                        file, List.of(), List.of(), Map.of(), Map.of("TOKEN", "secret", "AUTH_MODE", mode)))
                .config();
    }

    private String refused(String yaml) {
        var refusal = new String[1];
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> load(yaml))
                .satisfies(failure -> refusal[0] = failure.getMessage());
        return refusal[0];
    }

    @Test
    void aServiceIsReadWithItsSecretAndADocumentBesideTheFile() throws IOException {
        Files.writeString(directory.resolve("api.json"), "{}");
        OpenApiConfig service = load("""
                openapi:
                  svc:
                    document: api.json
                    auth: {kind: bearer, token: "${TOKEN}"}
                    identityHeader: X-User-ID
                    rename: [listThings=things]
                """).openapi().get("svc");

        assertThat(service.document().file()).isEqualTo(directory.resolve("api.json"));
        assertThat(service.auth().kind()).isEqualTo(OpenApiAuth.Kind.BEARER);
        assertThat(service.auth().token().reveal()).isEqualTo("secret");
        assertThat(service.toString()).doesNotContain("secret");
        assertThat(service.renamed()).containsEntry("listThings", "things");
    }

    @Test
    void aServiceHasAPrefixAsSoonAsItIsNotAlone() throws IOException {
        GatewayConfig alone = load("openapi: {svc: {document: 'http://a.example/api'}}");
        GatewayConfig two = load("""
                openapi: {svc: {document: 'http://a.example/api'}}
                upstreams: {docs: {url: 'http://b.example/mcp'}}
                """);
        assertThat(alone.prefix(alone.openapi().get("svc"))).isEmpty();
        assertThat(two.prefix(two.openapi().get("svc"))).isEqualTo("svc_");
        assertThat(two.prefix(two.upstreams().get("docs"))).isEqualTo("docs_");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            document: nowhere.json                                             | there is no such file
            document: ftp://a.example/x                                        | cannot be read
            {document: 'http://u:p@a.example/x'}                               | is not usable
            {document: 'http://a.example/x', baseUrl: 'http://u@a.example'}    | without user
            {document: 'http://a.example/x', auth: {kind: bearer}}             | auth.token
            {document: 'http://a.example/x', auth: {token: t}}                 | belongs to auth.kind
            {document: 'http://a.example/x', auth: {kind: api-key, token: t}}  | auth.query
            {document: 'http://a.example/x', auth: {kind: basic}}              | auth.password
            {document: 'http://a.example/x', auth: {kind: api-key, token: t, header: Host}} | written by the gateway
            {document: 'http://a.example/x', auth: {kind: bearer, token: t}, identityHeader: Authorization} | already
            {document: 'http://a.example/x', rename: [nothing]}                | operation id
            {document: 'http://a.example/x', rename: [a=x, b=x]}               | twice
            {document: 'http://a.example/x', include: {methods: [FETCH]}}      | no method
            {document: 'http://a.example/x', timeouts: {attempt: 2m}}          | timeouts.call
            {auth: {kind: none}}                                               | is missing
            """)
    void whatCannotWorkIsRefusedWithTheReason(String service, String reason) {
        String body = service.startsWith("{") ? service : "{" + service + "}";
        assertThat(refused("openapi: {svc: " + body + "}")).contains("openapi.svc", reason);
    }

    @Test
    void aNameBelongsToOneThing() {
        assertThat(refused("""
                openapi: {docs: {document: 'http://a.example/api'}}
                upstreams: {docs: {url: 'http://b.example/mcp'}}
                """)).contains("openapi.docs", "upstream as well");
    }

    @Test
    void nobodyCanBeNamedWhereNobodySignsIn() {
        mode = "none";
        assertThat(refused("""
                openapi: {svc: {document: 'http://a.example/api', identityHeader: X-User-ID}}
                """)).contains("openapi.svc.identityHeader", "nobody is known");
    }
}
