package dev.mcpgateway.oauth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.OAuthGateway;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long tokens are good for while the store does not answer. */
class StoreOutageTest {
    private OAuthGateway gateway;

    private static GatewayConfig lasting(GatewayConfig config, Duration outage) {
        TokensConfig tokens = Settings.with(config.auth().tokens(), "cache", Duration.ZERO);
        AuthConfig auth = Settings.with(config.auth(), "tokens", Settings.with(tokens, "outage", outage));
        return config.withAuth(auth);
    }

    private void start(Duration outage) {
        OAuthGateway.Settings settings = new OAuthGateway.Settings();
        settings.config = config -> lasting(config, outage);
        gateway = OAuthGateway.with(settings);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private String token() {
        String client = gateway.register(OAuthGateway.REDIRECT);
        return gateway.signedIn("alice").tokens(client).getString("access_token");
    }

    @Test
    void aTokenThatIsKnownGoesOnForTheTimeOfAnOutage() {
        start(Duration.ofMinutes(1));
        String token = token();
        String unknown = token();
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);

        gateway.store.down = true;

        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);
        HttpWire.Answer refused = gateway.initialize("/mcp", unknown);
        assertThat(refused.status()).as("one that nobody has shown yet").isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotNull();
    }

    @Test
    void afterTheTimeOfAnOutageNoTokenIsBelievedUntilTheStoreAnswers() {
        start(Duration.ofSeconds(1));
        String token = token();
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);

        gateway.store.down = true;

        await().atMost(Duration.ofSeconds(10))
                .until(() -> gateway.initialize("/mcp", token).status() == 503);
        gateway.store.down = false;
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);
    }

    @Test
    void aTokenThatExpiresDuringAnOutageIsRefused() {
        start(Duration.ofHours(1));
        String token = token();
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);

        gateway.store.down = true;
        gateway.ahead = Duration.ofMinutes(61);

        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(503);
    }
}
