package dev.mcpgateway.oauth.server;

import static dev.mcpgateway.testing.OAuthGateway.REDIRECT;
import static dev.mcpgateway.testing.OAuthGateway.VERIFIER;
import static dev.mcpgateway.testing.OAuthGateway.field;
import static dev.mcpgateway.testing.OAuthGateway.inLocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.OAuthGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client finds the gateway, registers, is let in by a person, and calls. */
class AuthorizationFlowTest {
    private OAuthGateway gateway;

    @BeforeEach
    void start() {
        gateway = OAuthGateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aRequestWithoutATokenIsToldWhereToGetOne() {
        HttpWire.Answer answer = gateway.running.post("/mcp", "{}").answer();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate"))
                .isEqualTo("Bearer resource_metadata=\"" + gateway.origin()
                        + "/.well-known/oauth-protected-resource/mcp\","
                        + " scope=\"tools:read tools:write prompts:read resources:read\"");
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("invalid_token");
    }

    @Test
    void everyAddressHasItsMetadata() {
        for (String path : List.of("", "/mcp", "/sse", "/mcp/docs", "/mcp/sets/daily", "/api", "/ws")) {
            HttpWire.Answer answer = gateway.get("/.well-known/oauth-protected-resource" + path);
            JsonObject metadata = new JsonObject(answer.body());
            assertThat(metadata.getString("resource")).isEqualTo(gateway.origin() + path);
            assertThat(metadata.getJsonArray("authorization_servers")).containsExactly(gateway.origin());
            assertThat(metadata.getJsonArray("scopes_supported")).doesNotContain("offline_access");
        }
        assertThat(gateway.get("/.well-known/oauth-protected-resource/elsewhere")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theServerSaysWhatItCan() {
        for (String path : List.of("", "/mcp")) {
            JsonObject metadata = new JsonObject(gateway.get("/.well-known/oauth-authorization-server" + path)
                    .body());
            assertThat(metadata.getString("issuer")).isEqualTo(gateway.origin());
            assertThat(metadata.getString("registration_endpoint")).isEqualTo(gateway.origin() + "/oauth/register");
            assertThat(metadata.getJsonArray("code_challenge_methods_supported"))
                    .containsExactly("S256");
            assertThat(metadata.getJsonArray("token_endpoint_auth_methods_supported"))
                    .contains("none");
            assertThat(metadata.getBoolean("client_id_metadata_document_supported"))
                    .isTrue();
            assertThat(metadata.getBoolean("authorization_response_iss_parameter_supported"))
                    .isTrue();
        }
    }

    @Test
    void pagesOfAnyOriginMayAskTheOpenAddressesWithoutCookies() {
        for (String path : List.of("/.well-known/oauth-authorization-server", "/oauth/token", "/oauth/register")) {
            HttpWire.Answer preflight = gateway.running
                    .wire()
                    .send(
                            "OPTIONS",
                            path,
                            null,
                            "Origin: https://inspector.example",
                            "Access-Control-Request-Method: POST")
                    .answer();
            assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(preflight.headers()).doesNotContainKey("access-control-allow-credentials");
        }
        assertThat(gateway.register(new JsonObject(), "Origin: https://inspector.example")
                        .header("access-control-allow-origin"))
                .isEqualTo("*");
        assertThat(gateway.get("/oauth/authorize", "Origin: https://inspector.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPersonConsentsAndTheClientCalls() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer page = gateway.signedIn("alice").authorize(gateway.request(client));
        assertThat(page.status()).isEqualTo(200);
        assertThat(field(page, "name")).isEqualTo("Cursor");
        assertThat(field(page, "redirect")).isEqualTo(REDIRECT);
        assertThat(field(page, "unverified")).isEqualTo("true");
        assertThat(page.header("content-security-policy")).contains("frame-ancestors 'none'");

        HttpWire.Answer back = gateway.decide(page, "approve");
        assertThat(back.status()).isEqualTo(303);
        assertThat(back.header("location")).startsWith(REDIRECT + "?code=");
        assertThat(inLocation(back, "state")).isEqualTo("the-state");
        assertThat(inLocation(back, "iss")).isEqualTo(gateway.origin());

        HttpWire.Answer answer = gateway.exchange(client, inLocation(back, "code"));
        JsonObject tokens = new JsonObject(answer.body());
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(tokens.getString("token_type")).isEqualTo("Bearer");
        assertThat(tokens.getInteger("expires_in")).isEqualTo(3600);
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isEqualTo(200);
        assertThat(gateway.audited)
                .extracting(event -> event.action())
                .contains(AuditAction.CLIENT_REGISTERED, AuditAction.CONSENT, AuditAction.TOKEN_ISSUED);
    }

    @Test
    void whoHasNotSignedInConsentsFirstAndThenSignsIn() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer page = gateway.authorize(gateway.request(client));
        assertThat(field(page, "person")).isEqualTo("null");

        HttpWire.Answer toLogin = gateway.decide(page, "approve");
        assertThat(toLogin.header("location")).startsWith("/oauth/login?return_to=");
        String comeBack = URLDecoder.decode(
                toLogin.header("location").substring("/oauth/login?return_to=".length()), StandardCharsets.UTF_8);
        HttpWire.Answer back = gateway.signedIn("alice").get(comeBack);

        assertThat(back.status()).isEqualTo(302);
        assertThat(gateway.exchange(client, inLocation(back, "code")).status()).isEqualTo(200);
    }

    @Test
    void aConsentIsRememberedForTheSameThing() {
        String client = gateway.register(REDIRECT);
        Map<String, String> request = gateway.request(client);
        request.put("scope", "tools:read");
        gateway.signedIn("alice").tokens(request);

        assertThat(gateway.authorize(request).header("location")).contains("code=");
        request.put("redirect_uri", "http://127.0.0.1:9999/callback");
        assertThat(gateway.authorize(request).header("location")).contains("code=");
        request.put("scope", "tools:read tools:write");
        assertThat(gateway.authorize(request).status()).isEqualTo(200);
        assertThat(gateway.signedIn("bob").authorize(gateway.request(client)).status())
                .isEqualTo(200);
        request.put("scope", "tools:read");
        request.put("prompt", "consent");
        assertThat(gateway.signedIn("alice").authorize(request).status()).isEqualTo(200);
    }

    @Test
    void whoDeclinesSendsTheClientAway() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer back = gateway.decide(gateway.signedIn("alice").authorize(gateway.request(client)), "deny");

        assertThat(inLocation(back, "error")).isEqualTo("access_denied");
        assertThat(inLocation(back, "iss")).isEqualTo(gateway.origin());
        assertThat(inLocation(back, "state")).isEqualTo("the-state");
    }

    @Test
    void scopesAndResourceNarrowAToken() {
        String client = gateway.register(REDIRECT);
        Map<String, String> request = gateway.request(client);
        request.put("scope", "tools:read offline_access");
        request.put("resource", gateway.origin() + "/mcp/");
        JsonObject tokens = gateway.signedIn("alice").tokens(request);

        assertThat(tokens.getString("scope")).isEqualTo("tools:read");
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isEqualTo(200);
    }

    @Test
    void errorsAfterTheRedirectUriIsProvenAreRedirected() {
        String client = gateway.register(REDIRECT);
        for (String[] change : new String[][] {
            {"response_type", "token", "unsupported_response_type"},
            {"code_challenge_method", "plain", "invalid_request"},
            {"code_challenge", "short", "invalid_request"},
            {"resource", "https://elsewhere.example/mcp", "invalid_target"},
            {"request_uri", "https://x.example/r", "request_not_supported"},
            {"prompt", "none", "login_required"}
        }) {
            Map<String, String> request = gateway.request(client);
            request.put(change[0], change[1]);
            HttpWire.Answer answer = gateway.authorize(request);
            assertThat(answer.header("location")).as(change[0]).startsWith(REDIRECT + "?error=");
            assertThat(inLocation(answer, "error")).isEqualTo(change[2]);
            assertThat(inLocation(answer, "iss")).isEqualTo(gateway.origin());
        }
    }

    @Test
    void aClientWithASecretHasToShowIt() {
        HttpWire.Answer registered =
                gateway.register(new JsonObject().put("redirect_uris", new JsonArray().add(REDIRECT)));
        JsonObject client = new JsonObject(registered.body());
        assertThat(client.getString("token_endpoint_auth_method")).isEqualTo("client_secret_basic");
        String id = client.getString("client_id");
        String code = gateway.signedIn("alice").code(gateway.request(id));

        assertThat(gateway.exchange(id, code).status()).isEqualTo(401);
        assertThat(gateway.exchange(Map.of(
                                "client_id",
                                id,
                                "client_secret",
                                client.getString("client_secret"),
                                "code",
                                code,
                                "code_verifier",
                                VERIFIER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatClientsRegisterTogetherIsAccepted() {
        assertThat(gateway.register(
                        "cursor://anysphere.cursor-retrieval/oauth/callback", REDIRECT, "https://www.cursor.com/cb"))
                .startsWith("mcpgw_client_");
        JsonObject refused = new JsonObject(gateway.register(new JsonObject()
                        .put("redirect_uris", new JsonArray().add(REDIRECT).add("http://example.com/cb")))
                .body());
        assertThat(refused.getString("error")).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void aKnownTokenCostsNoReadOfTheStore() {
        String token =
                gateway.signedIn("alice").tokens(gateway.register(REDIRECT)).getString("access_token");
        gateway.initialize("/mcp", token);
        int before = gateway.store.reads.get();
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);
        }
        assertThat(gateway.store.reads).hasValue(before);
    }

    @Test
    void aMadeUpTokenCostsNoReadEither() {
        int before = gateway.store.reads.get();
        assertThat(gateway.initialize("/mcp", "mcpgw_at_" + "A".repeat(81)).status())
                .isEqualTo(401);
        assertThat(gateway.store.reads).hasValue(before);
    }
}
