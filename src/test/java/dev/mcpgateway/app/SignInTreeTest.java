package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.app.management.OperatorSeal;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole tree with sign-in, from the first refused request to a call, on the pages that people see. */
class SignInTreeTest {
    private static final String REDIRECT = "http://127.0.0.1:7777/callback";
    private static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
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
        browser.close();
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private GatewayConfig config() {
        GatewayConfig config = RunningGateway.config(
                data, UpstreamConfig.http("up", server.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN));
        return config.withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN));
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(15))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> form(String url, Map<String, String> fields) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(15))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(found.find()).as("%s in %s", name, page.body()).isTrue();
        return found.group(1);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private HttpResponse<String> initialize(RunningGateway gateway, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = gateway.request("/mcp")
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                        + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"));
        return browser.send(
                (token == null ? request : request.header("authorization", "Bearer " + token)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String register(RunningGateway gateway) throws IOException, InterruptedException {
        HttpResponse<String> registered = browser.send(
                gateway.request("/oauth/register")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                                .put("client_name", "<b>Cursor</b>")
                                .put("token_endpoint_auth_method", "none")
                                .put("redirect_uris", new JsonArray().add(REDIRECT))
                                .encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new JsonObject(registered.body()).getString("client_id");
    }

    /** Signs in as somebody new in this browser, and lets a client in; the access token. */
    private String connect(RunningGateway gateway, String email) throws IOException, InterruptedException {
        String client = register(gateway);
        HttpResponse<String> consent = get(gateway.address() + "/oauth/authorize?"
                + encoded(Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        client,
                        "redirect_uri",
                        REDIRECT,
                        "state",
                        "s",
                        "code_challenge",
                        Hash.sha256(VERIFIER),
                        "code_challenge_method",
                        "S256",
                        "resource",
                        gateway.address() + "/mcp")));
        assertThat(consent.body()).contains("&lt;b&gt;Cursor").doesNotContain("<b>Cursor");
        HttpResponse<String> approved = form(
                gateway.address() + "/oauth/consent",
                Map.of(
                        "request", hidden(consent, "request"),
                        "csrf", hidden(consent, "csrf"),
                        "decision", "approve"));
        HttpResponse<String> login = get(gateway.address() + location(approved));
        HttpResponse<String> signedIn = form(
                gateway.address() + "/oauth/login/development",
                Map.of("email", email, "state", hidden(login, "state")));
        HttpResponse<String> back = get(gateway.address() + location(signedIn));
        assertThat(location(back)).startsWith(REDIRECT + "?code=");
        String code = location(back).replaceAll(".*[?&]code=([^&]+).*", "$1");

        HttpResponse<String> tokens = form(
                gateway.address() + "/oauth/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", URLDecoder.decode(code, StandardCharsets.UTF_8),
                        "code_verifier", VERIFIER,
                        "redirect_uri", REDIRECT));
        return new JsonObject(tokens.body()).getString("access_token");
    }

    @Test
    void aPersonSignsInLetsAClientInAndItGoesOnAfterARestart() throws Exception {
        String token;
        try (RunningGateway gateway = RunningGateway.start(config())) {
            assertThat(initialize(gateway, null).statusCode()).isEqualTo(401);
            token = connect(gateway, "alice@example.com");
            assertThat(initialize(gateway, token).statusCode()).isEqualTo(200);
            assertThat(get(gateway.address() + "/").body()).contains("alice@example.com", "&lt;b&gt;Cursor");
        }
        try (RunningGateway gateway = RunningGateway.start(config())) {
            assertThat(initialize(gateway, token).statusCode()).isEqualTo(200);
            assertThat(initialize(gateway, token + "x").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void anOperatorMakesATokenAndTakesEverythingFromAPerson() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            String access = connect(gateway, "alice@example.com");
            String made = gateway.command(
                    "token",
                    "create",
                    "--person",
                    "alice@example.com",
                    "--name",
                    "ci",
                    "--scopes",
                    "tools:read,tools:write",
                    "--lifetime",
                    "1h");
            String token = made.lines()
                    .filter(line -> line.startsWith("mcpgw_pat_"))
                    .findFirst()
                    .orElseThrow();
            assertThat(initialize(gateway, token).statusCode()).isEqualTo(200);
            String listed = gateway.command("token", "list", "--person", "alice@example.com");
            assertThat(listed).contains("tools:read tools:write  ci").doesNotContain(token);

            gateway.command(
                    "token",
                    "revoke",
                    "--person",
                    "alice@example.com",
                    "--id",
                    listed.substring(0, listed.indexOf(' ')));
            assertThat(initialize(gateway, token).statusCode()).isEqualTo(401);
            assertThat(initialize(gateway, access).statusCode()).isEqualTo(200);

            assertThat(gateway.command("revoke", "--person", "alice@example.com"))
                    .contains("revoked urn:mcp-gateway:development|alice@example.com");
            assertThat(initialize(gateway, access).statusCode()).isEqualTo(401);
            assertThat(get(gateway.address() + "/").statusCode()).isEqualTo(302);
        }
    }

    @Attack(WayIn.FORGED_TASK)
    @Test
    void aMessageToTheOperatorsAddressIsTakenOnceAndFromWhoHasTheKeyOnly() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config())) {
            JsonObject question = new JsonObject()
                    .put("do", "revoke-client")
                    .put("client", "c")
                    .put("nonce", "n-1")
                    .put("at", System.currentTimeMillis());
            OperatorSeal ours = new OperatorSeal(ServerKeys.ofFile(data));
            OperatorSeal other = new OperatorSeal(ServerKeys.ephemeral());
            String sealed = ours.seal(question, OperatorSeal.QUESTION);
            String old = ours.seal(
                    question.copy().put("nonce", "n-2").put("at", System.currentTimeMillis() - 120_000),
                    OperatorSeal.QUESTION);

            assertThat(operate(gateway, question.encode())).isEqualTo(403);
            assertThat(operate(gateway, other.seal(question, OperatorSeal.QUESTION)))
                    .isEqualTo(403);
            assertThat(operate(gateway, old)).isEqualTo(403);
            assertThat(operate(gateway, sealed)).isEqualTo(200);
            assertThat(operate(gateway, sealed)).isEqualTo(403);
        }
    }

    private int operate(RunningGateway gateway, String body) throws IOException, InterruptedException {
        return browser.send(
                        HttpRequest.newBuilder(URI.create(gateway.managementUrl() + OperatorSeal.PATH))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void anUpstreamIsToldWhoCallsByATokenThatThePublishedKeysProve() throws Exception {
        UpstreamConfig up =
                config().upstreams().get("up").withCredentials(CredentialsConfig.of(CredentialsConfig.Kind.JWT));
        try (RunningGateway gateway = RunningGateway.start(config().withUpstreams(List.of(up)))) {
            initialize(gateway, connect(gateway, "alice@example.com"));
            String header = server.received("initialize").getFirst().header("Authorization");
            String[] token = header.substring("Bearer ".length()).split("\\.");
            assertThat(decoded(token[1]).getString("email")).isEqualTo("alice@example.com");
            HttpResponse<String> keys = get(gateway.address() + "/.well-known/jwks.json");
            assertThat(keys.statusCode()).isEqualTo(200);
            assertThat(keys.body()).contains("\"kid\":\"" + decoded(token[0]).getString("kid") + "\"");
        }
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    @Test
    void withoutSignInNothingOfItIsThere() throws Exception {
        GatewayConfig config = config();
        try (RunningGateway gateway =
                RunningGateway.start(config.withAuth(config.auth().withMode(AuthConfig.Mode.NONE)))) {
            assertThat(initialize(gateway, null).statusCode()).isEqualTo(200);
            for (String path : new String[] {
                "/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server", "/oauth/login"
            }) {
                assertThat(get(gateway.address() + path).statusCode()).isEqualTo(404);
            }
        }
    }
}
