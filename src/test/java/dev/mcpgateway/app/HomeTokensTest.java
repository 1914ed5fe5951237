package dev.mcpgateway.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.TokenCountsConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.dispatch.PublicNames;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.tokens.Tokenizer;
import dev.mcpgateway.tokens.ToolText;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the home page of a whole gateway says of the cost of a person's tools. */
class HomeTokensTest {
    private final Vertx vertx = Vertx.vertx();
    private LegacyServer server;
    private LegacyServer other;
    private RunningGateway gateway;

    @TempDir
    private Path data;

    @BeforeEach
    void start() {
        server = LegacyServer.start(vertx);
        other = LegacyServer.start(vertx);
    }

    @AfterEach
    void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        server.close();
        other.close();
        vertx.close().await(10, SECONDS);
    }

    private SignInBrowser signedIn(TokenCountsConfig counts) throws Exception {
        GatewayConfig config = RunningGateway.config(
                data,
                UpstreamConfig.http("up", server.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN),
                UpstreamConfig.http("other", other.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN),
                UpstreamConfig.http("hidden", server.url()));
        config = Settings.with(config, "tokenCounts", counts);
        gateway = RunningGateway.start(config.withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN)));
        SignInBrowser browser = new SignInBrowser(gateway.address());
        HttpResponse<String> page = browser.get("/oauth/login");
        browser.post(
                "/oauth/login/development",
                Map.of("email", "alice@example.com", "state", SignInBrowser.hidden(page, "state")));
        return browser;
    }

    private static TokenCountsConfig waiting(Duration time) {
        return Settings.with(TokenCountsConfig.defaults(), "pageWait", time);
    }

    /** The tokens of all tools of a server under a prefix. */
    private static int tokens(String prefix) {
        Tokenizer tokenizer = Tokenizer.load();
        return new JsonObject(LegacyServer.TOOLS)
                .getJsonArray("tools").stream()
                        .map(JsonObject.class::cast)
                        .map(tool -> tool.put("name", PublicNames.of(prefix, tool.getString("name"))))
                        .mapToInt(tool -> tokenizer.cost(ToolText.of(tool)).tokens())
                        .sum();
    }

    private static String row(String name, int tools, int tokens) {
        return "<th scope=\"row\">" + name + "</th><td>" + tools + "</td><td>" + tokens + "</td><td>0</td>";
    }

    @Test
    void eachServerOfThePersonIsCountedAndAllTogether() throws Exception {
        SignInBrowser alice = signedIn(waiting(Duration.ofSeconds(10)));

        int up = tokens("up_");
        int other = tokens("other_");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(alice.get("/").body())
                        .contains("o200k_base")
                        .contains(row("up", 3, up))
                        .contains(row("other", 3, other))
                        .contains(row("Together", 6, up + other))
                        .doesNotContain("hidden</th>"));
    }

    @Test
    void aServerThatHangsHoldsUpNeitherThePageNorTheOthers() throws Exception {
        server.on("tools/list", request -> {});
        SignInBrowser alice = signedIn(waiting(Duration.ofMillis(300)));
        Instant asked = Instant.now();

        String first = alice.get("/").body();

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(first).contains("<th scope=\"row\">up</th><td class=\"soft\" colspan=\"3\">being counted</td>");
        String counted = row("other", 3, tokens("other_"));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(alice.get("/").body()).contains(counted));
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() throws Exception {
        other.close();
        SignInBrowser alice = signedIn(waiting(Duration.ofSeconds(10)));

        String up = row("up", 3, tokens("up_"));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(alice.get("/").body())
                        .contains("<th scope=\"row\">other</th><td class=\"soft\" colspan=\"3\">does not answer</td>")
                        .contains(up));
    }

    @Test
    void whereItIsSwitchedOffNoServerIsAsked() throws Exception {
        SignInBrowser alice = signedIn(Settings.with(TokenCountsConfig.defaults(), "enabled", false));

        assertThat(alice.get("/").body()).contains("alice@example.com").doesNotContain("o200k_base");
        assertThat(server.received()).isEmpty();
    }
}
