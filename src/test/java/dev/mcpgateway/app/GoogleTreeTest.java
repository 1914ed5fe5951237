package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.GoogleConfig;
import dev.mcpgateway.config.ListenerConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole tree with the tools for Google Workspace, from sign-in with Google to a call, beside an upstream. */
class GoogleTreeTest {
    private static final String REDIRECT = "http://127.0.0.1:7777/callback";
    private static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier";

    private final Vertx vertx = Vertx.vertx();
    private ScriptedIssuer issuer;
    private ScriptedGoogle google;
    private LegacyServer server;
    private RunningGateway gateway;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws Exception {
        issuer = new ScriptedIssuer(vertx);
        google = new ScriptedGoogle(vertx);
        server = LegacyServer.start(vertx);
        server.answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
        gateway = RunningGateway.start(configured(data), Map.of());
    }

    private GatewayConfig configured(Path directory) {
        UpstreamConfig up =
                UpstreamConfig.http("up", server.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN);
        GatewayConfig config = RunningGateway.config(directory, Settings.with(up, "prefix", "up_"));
        AuthConfig auth = Settings.with(
                config.auth().withMode(AuthConfig.Mode.SIGN_IN),
                "google",
                new GoogleConfig(
                        ScriptedIssuer.CLIENT_ID,
                        Secret.of(ScriptedIssuer.CLIENT_SECRET),
                        null,
                        URI.create(issuer.url()),
                        URI.create(issuer.url() + "/authorize")));
        config = Settings.with(config.withAuth(auth), "google", google.config);
        return config.withListener(Settings.with(config.listener(), "host", "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        google.stop();
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** Signs in with Google and lets a client in; the access token. */
    private String connect() throws Exception {
        SignInBrowser browser = new SignInBrowser(gateway.address());
        HttpResponse<String> registered = gateway.http.send(
                gateway.request("/oauth/register")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                                .put("client_name", "Cursor")
                                .put("token_endpoint_auth_method", "none")
                                .put("redirect_uris", new JsonArray().add(REDIRECT))
                                .encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String client = new JsonObject(registered.body()).getString("client_id");
        HttpResponse<String> consent = browser.get("/oauth/authorize?response_type=code&state=s&client_id="
                + SignInBrowser.encode(client) + "&redirect_uri=" + SignInBrowser.encode(REDIRECT) + "&code_challenge="
                + Hash.sha256(VERIFIER) + "&code_challenge_method=S256&resource="
                + SignInBrowser.encode(gateway.address() + "/mcp"));
        HttpResponse<String> approved = browser.post(
                "/oauth/consent",
                Map.of(
                        "request", SignInBrowser.hidden(consent, "request"),
                        "csrf", SignInBrowser.hidden(consent, "csrf"),
                        "decision", "approve"));
        Map<String, String> asked =
                SignInBrowser.query(SignInBrowser.location(browser.get(SignInBrowser.location(approved))));
        HttpResponse<String> back = browser.get(
                "/oauth/callback?state=" + SignInBrowser.encode(asked.get("state")) + "&code=" + issuer.code(asked));
        String done = SignInBrowser.location(browser.get(SignInBrowser.location(back)));
        HttpResponse<String> tokens = browser.post(
                "/oauth/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", SignInBrowser.query(done).get("code"),
                        "code_verifier", VERIFIER,
                        "redirect_uri", REDIRECT));
        return new JsonObject(tokens.body()).getString("access_token");
    }

    private JsonObject call(String token, String path, String method, String params) throws Exception {
        HttpResponse<String> answer = gateway.http.send(
                gateway.request(path)
                        .timeout(Duration.ofSeconds(20))
                        .header("content-type", "application/json")
                        .header("accept", "application/json, text/event-stream")
                        .header("authorization", "Bearer " + token)
                        .header("mcp-protocol-version", "2026-07-28")
                        .header("mcp-method", method)
                        .header("mcp-name", new JsonObject(params).getString("name", ""))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                                + "\",\"params\":" + withMeta(params) + "}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String body = answer.body().contains("data: ") ? answer.body().replaceAll("(?s).*data: ", "") : answer.body();
        JsonObject json = new JsonObject(body);
        assertThat(json.containsKey("result")).as(body).isTrue();
        return json.getJsonObject("result");
    }

    private static String withMeta(String params) {
        return new JsonObject(params)
                .put(
                        "_meta",
                        new JsonObject()
                                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                                .put(
                                        "io.modelcontextprotocol/clientInfo",
                                        new JsonObject().put("name", "t").put("version", "1"))
                                .put("io.modelcontextprotocol/clientCapabilities", new JsonObject()))
                .encode();
    }

    private static List<String> names(JsonObject page) {
        return page.getJsonArray("tools").stream()
                .map(tool -> ((JsonObject) tool).getString("name"))
                .toList();
    }

    @Test
    void whoSignedInWithGoogleHasTheToolsBesideThoseOfUpstreamsAndActsAsThemselves() throws Exception {
        google.on(
                "GET /oauth2/v2/userinfo",
                ScriptedGoogle.Answer.ok("{\"id\":\"alice-1\",\"email\":\"alice@example.com\"}"));
        String token = connect();

        assertThat(names(call(token, "/mcp", "tools/list", "{}")))
                .contains("whoami", "gmail_search", "calendar_list_events");
        JsonObject who = call(token, "/mcp", "tools/call", "{\"name\":\"whoami\",\"arguments\":{}}");
        assertThat(who.getJsonObject("structuredContent").getString("email")).isEqualTo("alice@example.com");
        assertThat(google.asked.getFirst().authorization())
                .startsWith("Bearer ")
                .isNotEqualTo("Bearer " + token);
        assertThat(call(token, "/mcp", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{}}")
                        .encode())
                .contains("done");
    }

    @Test
    void aToolWithoutItsScopeHasALinkToThisGateway() throws Exception {
        JsonObject refused =
                call(connect(), "/mcp", "tools/call", "{\"name\":\"gmail_search\",\"arguments\":{\"query\":\"x\"}}");

        assertThat(refused.getBoolean("isError")).isTrue();
        assertThat(refused.encode()).contains("insufficient_scope", gateway.address() + "/connect/google?scope=");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void behindAProxyEverythingNamesThePublicAddressAndNothingTheInternalPort(@TempDir Path other) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        GatewayConfig config = configured(other);
        ListenerConfig proxied = Settings.with(config.listener(), "publicUrl", URI.create("https://mcp.example.com"));
        config = config.withListener(Settings.with(proxied, "port", port));
        try (RunningGateway behind = RunningGateway.start(config, Map.of())) {
            String inside = "http://127.0.0.1:" + port;
            for (String path :
                    List.of("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server")) {
                assertThat(behind.get(inside + path).body())
                        .contains("https://mcp.example.com")
                        .doesNotContain(":" + port, "127.0.0.1");
            }
            HttpResponse<String> refused = behind.http.send(
                    HttpRequest.newBuilder(URI.create(inside + "/mcp"))
                            .header("content-type", "application/json")
                            .header("accept", "application/json, text/event-stream")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate").orElse(""))
                    .contains("https://mcp.example.com/.well-known/")
                    .doesNotContain(":" + port);
        }
    }

    @Test
    void withoutSignInNobodyReachesThem() throws Exception {
        HttpResponse<String> refused = gateway.send(null, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

        assertThat(refused.statusCode()).isEqualTo(401);
    }
}
