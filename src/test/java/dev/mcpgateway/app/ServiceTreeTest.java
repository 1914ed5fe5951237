package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.OpenApiRig;
import dev.mcpgateway.testing.SignInBrowser;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A REST service behind a whole gateway: who it is told calls, and where people and operators see it. */
class ServiceTreeTest {
    private static final String CALL = """
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "read", "arguments": {}, "_meta": {
             "io.modelcontextprotocol/protocolVersion": "2026-07-28",
             "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
             "io.modelcontextprotocol/clientCapabilities": {}}}}
            """;

    private final OpenApiRig rig = new OpenApiRig();
    private RunningGateway gateway;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws Exception {
        OpenApiConfig plain = rig.config(rig.document("{\"/x\":{\"get\":{\"operationId\":\"read\"}}}"));
        OpenApiConfig service = OpenApiRig.with(
                OpenApiRig.with(plain, "access", UpstreamConfig.Access.EVERYONE_SIGNED_IN),
                "auth",
                Settings.with(plain.auth(), "kind", OpenApiAuth.Kind.PERSON));
        GatewayConfig config = RunningGateway.config(data).withOpenApi(List.of(service));
        gateway = RunningGateway.start(config.withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN)));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        rig.close();
    }

    private SignInBrowser signedIn(String email) {
        SignInBrowser browser = new SignInBrowser(gateway.address());
        HttpResponse<String> page = browser.get("/oauth/login");
        browser.post("/oauth/login/development", Map.of("email", email, "state", SignInBrowser.hidden(page, "state")));
        return browser;
    }

    private static String token(SignInBrowser browser) {
        String csrf = SignInBrowser.hidden(browser.get("/"), "csrf");
        String page = browser.post(
                        "/account/tokens", Map.of("csrf", csrf, "name", "test", "days", "7", "scope", "tools:read"))
                .body();
        return Pattern.compile("<pre aria-label=\"The token\"><code>([^<]+)</code>")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private HttpResponse<String> call(String token) throws Exception {
        return gateway.http.send(
                HttpRequest.newBuilder(URI.create(gateway.address() + "/mcp"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "read")
                        .POST(HttpRequest.BodyPublishers.ofString(CALL))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String address) throws Exception {
        return gateway.http
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theServiceLearnsWhoCallsByATokenThatThePublishedKeysProve() throws Exception {
        assertThat(call(token(signedIn("ada@example.com"))).body()).contains("\"content\"");

        String shown = rig.last().headers().get("Authorization").substring("Bearer ".length());
        String[] parts = shown.split("\\.");
        assertThat(decoded(parts[1]).getString("email")).isEqualTo("ada@example.com");
        assertThat(decoded(parts[1]).getString("aud")).isEqualTo(rig.url() + "/v1/");
        assertThat(get(gateway.address() + "/.well-known/jwks.json"))
                .contains(decoded(parts[0]).getString("kid"));
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    @Test
    void peopleSeeTheServiceOnTheHomePageAsTheyDoUpstreams() throws Exception {
        SignInBrowser browser = signedIn("ada@example.com");
        assertThat(browser.get("/").body()).contains("/upstreams/svc", "Not asked yet");
        assertThat(browser.get("/upstreams/svc").body()).contains("<code>read</code>", "Only reads");

        call(token(browser));
        assertThat(browser.get("/").body()).contains("Answers").doesNotContain("Not asked yet");

        rig.stopListening();
        call(token(browser));
        assertThat(browser.get("/").body()).contains("Does not answer");
    }

    @Test
    void requestsToTheServiceAreCounted() throws Exception {
        String token = token(signedIn("ada@example.com"));
        call(token);
        rig.answer(404, "text/plain", "no");
        call(token);
        assertThat(get(gateway.managementUrl() + "/metrics"))
                .containsPattern("mcp_gateway_service_requests_seconds_count\\{outcome=\"answered\",service=\"svc\","
                        + "status=\"2xx\"[^}]*} 1")
                .containsPattern("mcp_gateway_service_requests_seconds_count\\{outcome=\"answered\",service=\"svc\","
                        + "status=\"4xx\"[^}]*} 1");
    }
}
