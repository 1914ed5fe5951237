package dev.mcpgateway.oauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.OAuthGateway;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens at the addresses of the HTTP API, which are resources of their own (RFC 8707). */
class ApiAudienceTest {
    private static final String[] UPGRADE = {
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private final OAuthGateway gateway = OAuthGateway.start();

    @AfterEach
    void close() {
        gateway.close();
    }

    private String tokenFor(String path) {
        Map<String, String> request = gateway.request(gateway.register(OAuthGateway.REDIRECT));
        request.put("resource", gateway.origin() + path);
        return gateway.signedIn("alice").tokens(request).getString("access_token");
    }

    private HttpWire.Answer list(String token) {
        return gateway.running
                .wire()
                .send("GET", "/api/tools/list", null, "Authorization: Bearer " + token)
                .answer();
    }

    private int socket(String token) {
        String[] headers = java.util.Arrays.copyOf(UPGRADE, UPGRADE.length + 1);
        headers[UPGRADE.length] = "Authorization: Bearer " + token;
        return gateway.running.wire().send("GET", "/ws", null, headers).head().status();
    }

    @Test
    void aTokenForTheApiIsGoodThereAndNowhereElse() {
        String token = tokenFor("/api");
        assertThat(list(token).status()).isEqualTo(200);
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(401);
        assertThat(socket(token)).isEqualTo(401);
    }

    @Test
    void aTokenForMcpIsRefusedAtTheApi() {
        String token = tokenFor("/mcp");
        HttpWire.Answer answer = list(token);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate"))
                .contains("error=\"invalid_token\"", "/.well-known/oauth-protected-resource/api\"");
        assertThat(socket(token)).isEqualTo(401);
    }

    @Test
    void aTokenForTheWebSocketIsGoodThere() {
        assertThat(socket(tokenFor("/ws"))).isEqualTo(101);
    }

    @Test
    void withoutATokenThereIsAChallenge() {
        HttpWire.Answer answer =
                gateway.running.wire().send("GET", "/api/tools/list", null).answer();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("invalid_token");
        assertThat(answer.header("www-authenticate")).contains("api");
        assertThat(gateway.running
                        .wire()
                        .send("GET", "/ws", null, UPGRADE)
                        .head()
                        .status())
                .isEqualTo(401);
    }

    /** What stands in an address ends up in logs; a page can choose it, and cannot choose a header. */
    @Attack(WayIn.SOCKET_ACROSS_SITES)
    @Test
    void aTokenInTheAddressOpensNothing() {
        String token = tokenFor("/ws");
        assertThat(gateway.running
                        .wire()
                        .send("GET", "/ws?access_token=" + token + "&token=" + token, null, UPGRADE)
                        .head()
                        .status())
                .isEqualTo(401);
    }
}
