package dev.mcpgateway.oauth.server;

import static dev.mcpgateway.testing.OAuthGateway.REDIRECT;
import static dev.mcpgateway.testing.OAuthGateway.inLocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.OAuthGateway;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** By which address clients know the gateway, and what depends on it. */
class PublicUrlTest {

    private static OAuthGateway gateway(UnaryOperator<GatewayConfig> config) {
        OAuthGateway.Settings settings = new OAuthGateway.Settings();
        settings.config = config;
        return OAuthGateway.with(settings);
    }

    private static UnaryOperator<GatewayConfig> publicUrl(String url) {
        return config -> config.withListener(
                Settings.with(config.listener(), "publicUrl", url == null ? null : URI.create(url)));
    }

    private static String issuer(OAuthGateway gateway) {
        return new JsonObject(
                        gateway.get("/.well-known/oauth-authorization-server").body())
                .getString("issuer");
    }

    @Test
    void theConfiguredAddressIsTheIssuerWhateverNameTheClientUsed() {
        try (OAuthGateway gateway = gateway(publicUrl("https://MCP.example.com/"))) {
            assertThat(issuer(gateway)).isEqualTo("https://mcp.example.com");
            Map<String, String> request = gateway.request(gateway.register(REDIRECT));
            request.put("resource", gateway.origin() + "/mcp");
            assertThat(inLocation(gateway.authorize(request), "error")).isEqualTo("invalid_target");
        }
    }

    @Attack(WayIn.COOKIES_ACROSS_SITES)
    @Test
    void theCookieOfAConsentIsBoundToTheHostAndToHttps() {
        try (OAuthGateway gateway = gateway(publicUrl("https://mcp.example.com"))) {
            HttpWire.Answer page = gateway.authorize(gateway.request(gateway.register(REDIRECT)));
            assertThat(page.header("set-cookie"))
                    .startsWith("__Host-mcpgw_consent=")
                    .contains("Path=/", "Secure", "SameSite=Lax")
                    .containsIgnoringCase("HttpOnly")
                    .doesNotContain("Domain");
        }
        try (OAuthGateway gateway = OAuthGateway.start()) {
            HttpWire.Answer page = gateway.authorize(gateway.request(gateway.register(REDIRECT)));
            assertThat(page.header("set-cookie"))
                    .startsWith("mcpgw_consent=")
                    .contains("SameSite=Lax")
                    .containsIgnoringCase("HttpOnly")
                    .doesNotContain("Secure");
        }
    }

    @Test
    void theOriginOfTheRedirectUriAtGoogleStandsInForIt() {
        try (OAuthGateway gateway = gateway(config -> config.withAuth(Settings.with(
                config.auth(),
                "google",
                Settings.with(
                        config.auth().google(),
                        "redirectUri",
                        URI.create("https://gw.example.com/oauth/callback")))))) {
            assertThat(issuer(gateway)).isEqualTo("https://gw.example.com");
        }
    }

    @Test
    void onLoopbackAnyPortIsTheSameGateway() {
        try (OAuthGateway gateway = gateway(publicUrl("http://localhost:3000"))) {
            assertThat(issuer(gateway)).isEqualTo(gateway.origin());
            Map<String, String> request = gateway.request(gateway.register(REDIRECT));
            request.put("resource", "http://localhost:3000/mcp");
            String token = gateway.signedIn("alice").tokens(request).getString("access_token");
            assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);
        }
    }

    @Test
    void overPublicPlainHttpNobodySignsIn() {
        try (OAuthGateway gateway = gateway(publicUrl("http://mcp.example.com"))) {
            HttpWire.Answer page = gateway.authorize(gateway.request(gateway.register(REDIRECT)));
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).contains("HTTPS");
            assertThat(gateway.exchange("c", "mcpgw_ac_x").status()).isEqualTo(400);
            assertThat(gateway.get("/health").status()).isEqualTo(200);
        }
    }
}
