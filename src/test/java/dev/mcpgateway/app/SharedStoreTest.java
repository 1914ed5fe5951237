package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.BrokenAws;
import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.LogLines;
import dev.mcpgateway.testing.SignInBrowser;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways over DynamoDB: two of them over one table, and one whose table cannot be reached. */
class SharedStoreTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Vertx vertx = Vertx.vertx();
    private LegacyServer server;

    @TempDir
    private Path data;

    @BeforeEach
    void startServer() {
        server = LegacyServer.start(vertx);
        server.answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private GatewayConfig config(URI aws) {
        GatewayConfig config = RunningGateway.config(data.resolve("unused"), UpstreamConfig.http("up", server.url()));
        StoreConfig store = config.store();
        store = Settings.with(store, "table", "records");
        store = Settings.with(store, "endpoint", aws);
        store = Settings.with(store, "callTimeout", Duration.ofSeconds(10));
        return withSecret(config.withStore(store), SECRET);
    }

    private static GatewayConfig withSecret(GatewayConfig config, String secret) {
        return config.withAuth(Settings.with(config.auth(), "sessionSecret", Secret.of(secret)));
    }

    private static void awaitReady(RunningGateway gateway) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.get(gateway.managementUrl() + "/health/ready")
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aSessionGoesOnAtAnotherTaskWithoutInitialize() throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.start().table("records");
                RunningGateway one = RunningGateway.start(config(local.url()));
                RunningGateway other = RunningGateway.start(config(local.url()))) {
            String session = one.initialize();

            assertThat(other.send(session, RunningGateway.call(1, "echo")).body())
                    .contains("\"text\":\"done\"");
            assertThat(server.received("initialize")).hasSize(1);
            awaitReady(other);
            assertThat(data.resolve("unused")).doesNotExist();
        }
    }

    @Test
    void aSessionThatItsPersonEndsAtOneTaskEndsWithItsStreamAtTheOther() throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.start().table("records");
                RunningGateway one = RunningGateway.start(withSignIn(config(local.url())));
                RunningGateway other = RunningGateway.start(withSignIn(config(local.url())));
                HttpWire wire = HttpWire.connect(URI.create(other.address()).getPort())) {
            SignInBrowser alice = new SignInBrowser(one.address());
            HttpResponse<String> page = alice.get("/oauth/login");
            alice.post(
                    "/oauth/login/development",
                    Map.of("email", "alice@example.com", "state", SignInBrowser.hidden(page, "state")));
            String csrf = SignInBrowser.hidden(alice.get("/"), "csrf");
            String shown = alice.post(
                            "/account/tokens", Map.of("csrf", csrf, "name", "t", "days", "7", "scope", "tools:read"))
                    .body();
            String bearer =
                    "Authorization: Bearer " + shown.replaceAll("(?s).*<pre aria-label=\"The token\"><code>|<.*", "");
            String session = wire.send(
                            "POST",
                            "/mcp",
                            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                    + "\"2025-11-25\",\"capabilities\":{}}}",
                            "Content-Type: application/json",
                            "Accept: application/json, text/event-stream",
                            bearer)
                    .answer()
                    .header("mcp-session-id");
            wire.send("GET", "/mcp", null, "Accept: text/event-stream", bearer, "Mcp-Session-Id: " + session);
            assertThat(wire.head().status()).isEqualTo(200);
            await().until(() -> alice.get("/").body().contains("A client without a name"));

            String id = SignInBrowser.hidden(alice.get("/").body().split("/account/open/end", 2)[1], "id");
            alice.post("/account/open/end", Map.of("csrf", csrf, "id", id));

            await().atMost(Duration.ofSeconds(10)).until(() -> server.sessions().isEmpty());
            assertThat(wire.event()).isNull();
        }
    }

    @Test
    void whatAPersonSwitchesOffAtOneTaskIsGoneAtTheOtherAndItsStreamsAreTold() throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.start().table("records");
                RunningGateway one = RunningGateway.start(withSignIn(config(local.url())));
                RunningGateway other = RunningGateway.start(withSignIn(config(local.url())));
                HttpWire wire = HttpWire.connect(URI.create(other.address()).getPort());
                HttpWire lists = HttpWire.connect(URI.create(other.address()).getPort())) {
            SignInBrowser alice = new SignInBrowser(one.address());
            HttpResponse<String> page = alice.get("/oauth/login");
            alice.post(
                    "/oauth/login/development",
                    Map.of("email", "alice@example.com", "state", SignInBrowser.hidden(page, "state")));
            String csrf = SignInBrowser.hidden(alice.get("/"), "csrf");
            String shown = alice.post(
                            "/account/tokens", Map.of("csrf", csrf, "name", "t", "days", "7", "scope", "tools:read"))
                    .body();
            String bearer =
                    "Authorization: Bearer " + shown.replaceAll("(?s).*<pre aria-label=\"The token\"><code>|<.*", "");
            String session = wire.send(
                            "POST",
                            "/mcp",
                            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                    + "\"2025-11-25\",\"capabilities\":{}}}",
                            "Content-Type: application/json",
                            "Accept: application/json, text/event-stream",
                            bearer)
                    .answer()
                    .header("mcp-session-id");
            wire.send("GET", "/mcp", null, "Accept: text/event-stream", bearer, "Mcp-Session-Id: " + session);
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(tools(lists, bearer, session)).contains("echo");

            alice.post(
                    "/account/selection/server",
                    Map.of("csrf", csrf, "version", SignInBrowser.hidden(alice.get("/"), "version"), "off", "up"));

            assertThat(wire.data()).contains("notifications/tools/list_changed");
            assertThat(tools(lists, bearer, session)).doesNotContain("echo").contains("\"tools\":[]");
        }
    }

    private static String tools(HttpWire wire, String bearer, String session) {
        return wire.send(
                        "POST",
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
                        "Content-Type: application/json",
                        "Accept: application/json, text/event-stream",
                        bearer,
                        "Mcp-Session-Id: " + session)
                .answer()
                .body();
    }

    private static GatewayConfig withSignIn(GatewayConfig config) {
        // Otherwise a view of the home page has a session of its own at the server.
        return Settings.with(config, "tokenCounts", Settings.with(config.tokenCounts(), "enabled", false))
                .withUpstreams(config.upstreams().values().stream()
                        .map(upstream -> upstream.withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN))
                        .toList())
                .withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN));
    }

    @Test
    void aTaskWithAnotherSecretReadsNothingAndIsNotReady() throws Exception {
        try (DynamoDbLocal local = DynamoDbLocal.start().table("records");
                LogLines log = new LogLines("dev.mcpgateway.store");
                RunningGateway one = RunningGateway.start(config(local.url()))) {
            awaitReady(one);
            String session = one.initialize();
            try (RunningGateway other = RunningGateway.start(withSecret(config(local.url()), "another " + SECRET))) {
                assertThat(other.send(session, RunningGateway.call(1, "echo")).statusCode())
                        .isEqualTo(404);
                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    HttpResponse<String> ready = other.get(other.managementUrl() + "/health/ready");
                    assertThat(ready.statusCode()).isEqualTo(503);
                    assertThat(ready.body()).contains("SESSION_SECRET=new,old");
                });
            }
            assertThat(log.lines)
                    .anyMatch(line -> line.contains("does not open"))
                    .noneMatch(line -> line.contains(SECRET));
        }
    }

    @Test
    void aGatewayWithoutItsStoreStartsIsAliveAndSaysWhyItIsNotReady() throws Exception {
        try (BrokenAws refusing = BrokenAws.refusing();
                LogLines log = new LogLines("dev.mcpgateway.store");
                RunningGateway gateway = RunningGateway.start(config(refusing.url()))) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                HttpResponse<String> ready = gateway.get(gateway.managementUrl() + "/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body())
                        .contains("DynamoDB GetItem on table records")
                        .contains("Connection refused");
            });
            assertThat(gateway.get(gateway.address() + "/health").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = gateway.send("no-such-session", RunningGateway.call(1, "echo"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("the session store does not answer");
            assertThat(log.lines)
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("WARNING DynamoDB "))
                    .noneMatch(line -> line.contains(SECRET));
        }
    }

    @Test
    void aGatewayWhoseStoreHangsIsNotReadyInTime() throws Exception {
        try (BrokenAws hanging = BrokenAws.hanging();
                RunningGateway gateway = RunningGateway.start(config(hanging.url()))) {
            HttpResponse<String> ready = gateway.get(gateway.managementUrl() + "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("no answer within 1500 ms");
        }
    }

    @Test
    void aSessionThatIsInMemoryGoesOnWithoutTheStore() throws Exception {
        DynamoDbLocal local = DynamoDbLocal.start().table("records");
        try (RunningGateway gateway = RunningGateway.start(config(local.url()))) {
            String session = gateway.initialize();
            local.close();

            for (int i = 1; i < 4; i++) {
                assertThat(gateway.send(session, RunningGateway.call(i, "echo")).body())
                        .contains("\"text\":\"done\"");
            }
            await().untilAsserted(() -> assertThat(gateway.get(gateway.managementUrl() + "/health/ready")
                            .statusCode())
                    .isEqualTo(503));
        }
    }

    @Test
    void aTableNeedsNoDirectory() throws Exception {
        Path file = Files.createFile(data.resolve("unused"));
        try (BrokenAws refusing = BrokenAws.refusing();
                RunningGateway gateway = RunningGateway.start(config(refusing.url()))) {
            assertThat(gateway.get(gateway.address() + "/health").statusCode()).isEqualTo(200);
            assertThat(file).isEmptyFile();
        }
    }
}
