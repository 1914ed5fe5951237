package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.SignInBrowser;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The home page of a whole gateway: who sees it, what its forms do, and for whom they do nothing. */
class HomePageTest {
    private final Vertx vertx = Vertx.vertx();
    private LegacyServer server;
    private RunningGateway gateway;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws Exception {
        server = LegacyServer.start(vertx);
        GatewayConfig config = RunningGateway.config(
                data,
                UpstreamConfig.http("up", server.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN),
                UpstreamConfig.http("hidden", server.url()));
        // Otherwise a view of the page has a session of its own at the server.
        config = Settings.with(config, "tokenCounts", Settings.with(config.tokenCounts(), "enabled", false));
        gateway = RunningGateway.start(config.withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN)));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private SignInBrowser signedIn(String email) {
        SignInBrowser browser = new SignInBrowser(gateway.address());
        HttpResponse<String> page = browser.get("/oauth/login");
        browser.post("/oauth/login/development", Map.of("email", email, "state", SignInBrowser.hidden(page, "state")));
        return browser;
    }

    private static String csrf(SignInBrowser browser) {
        return SignInBrowser.hidden(browser.get("/"), "csrf");
    }

    private static HttpResponse<String> makeToken(SignInBrowser browser, String name) {
        return browser.post(
                "/account/tokens", Map.of("csrf", csrf(browser), "name", name, "days", "7", "scope", "tools:read"));
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndComesBack() {
        HttpResponse<String> sent = new SignInBrowser(gateway.address()).get("/upstreams/up?from=50");

        assertThat(sent.statusCode()).isEqualTo(302);
        assertThat(SignInBrowser.location(sent)).isEqualTo("/oauth/login?return_to=%2Fupstreams%2Fup%3Ffrom%3D50");
    }

    @Test
    void itShowsTheAddressAndOnlyTheServersOfThePerson() {
        HttpResponse<String> home = signedIn("alice@example.com").get("/");

        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body())
                .contains("alice@example.com", gateway.address() + "/mcp", "/upstreams/up")
                .doesNotContain("/upstreams/hidden");
        assertThat(home.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(30 * 1024);
        assertThat(home.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(home.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void aServerThatIsNotForThePersonDoesNotExist() {
        SignInBrowser alice = signedIn("alice@example.com");

        assertThat(alice.get("/upstreams/hidden").statusCode()).isEqualTo(404);
        assertThat(alice.get("/upstreams/none").statusCode()).isEqualTo(404);
        assertThat(alice.get("/upstreams/up").statusCode()).isEqualTo(200);
    }

    @Test
    void aPersonalTokenIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
        SignInBrowser alice = signedIn("alice@example.com");

        HttpResponse<String> shown = makeToken(alice, "weekly digest");
        String token = token(shown);
        assertThat(initialize(token)).isEqualTo(200);
        HttpResponse<String> home = alice.get("/");
        assertThat(home.body()).contains("weekly digest").doesNotContain(token);

        String id = idAfter(home, "/account/tokens/revoke");
        alice.post("/account/tokens/revoke", Map.of("csrf", csrf(alice), "id", id));

        assertThat(alice.get("/").body()).doesNotContain("weekly digest");
        assertThat(initialize(token)).isEqualTo(401);
    }

    private static String token(HttpResponse<String> shown) {
        return Pattern.compile("<pre aria-label=\"The token\"><code>([^<]+)</code>")
                .matcher(shown.body())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private int initialize(String token) throws Exception {
        HttpRequest request = gateway.request("/mcp")
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
                .build();
        return gateway.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static String idAfter(HttpResponse<String> page, String action) {
        return Pattern.compile("action=\"" + action + "\">.*?name=\"id\" value=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(page.body()))
                .group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account/tokens",
                "/account/tokens/revoke",
                "/account/clients/revoke",
                "/account/sessions/end",
                "/account/open/end",
                "/account/provider/disconnect",
                "/account/selection/server",
                "/account/selection/tools",
                "/oauth/logout"
            })
    void aFormOfAnotherSiteDoesNothing(String form) {
        SignInBrowser alice = signedIn("alice@example.com");
        SignInBrowser eve = signedIn("eve@example.com");
        makeToken(alice, "precious");
        String id = idAfter(alice.get("/"), "/account/tokens/revoke");

        for (String csrf : List.of("", "guessed", csrf(eve))) {
            HttpResponse<String> refused = alice.post(
                    form, Map.of("csrf", csrf, "id", id, "name", "forged", "days", "7", "scope", "tools:read"));
            assertThat(refused.statusCode()).isEqualTo(403);
        }
        assertThat(alice.get("/").body()).contains("precious").doesNotContain("forged");
    }

    @Test
    void nobodyTakesBackWhatIsAnothersPersons() {
        SignInBrowser alice = signedIn("alice@example.com");
        SignInBrowser eve = signedIn("eve@example.com");
        makeToken(alice, "precious");
        signedIn("alice@example.com");
        String token = idAfter(alice.get("/"), "/account/tokens/revoke");
        String session = idAfter(alice.get("/"), "/account/sessions/end");

        eve.post("/account/tokens/revoke", Map.of("csrf", csrf(eve), "id", token));
        eve.post("/account/sessions/end", Map.of("csrf", csrf(eve), "id", session));

        assertThat(alice.get("/").body()).contains("precious", session);
    }

    private static HttpResponse<String> switchServer(SignInBrowser browser, HttpResponse<String> seen, String on) {
        return browser.post(
                "/account/selection/server", Map.of("csrf", csrf(browser), "version", version(seen), on, "up"));
    }

    private static String version(HttpResponse<String> page) {
        return SignInBrowser.hidden(page, "version");
    }

    @Test
    void aServerIsSwitchedOffAndOnForOnePersonAlone() {
        SignInBrowser alice = signedIn("alice@example.com");

        HttpResponse<String> done = switchServer(alice, alice.get("/"), "off");

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(alice.get("/").body()).contains("Switched off", "Switch on");
        assertThat(alice.get("/upstreams/up").body()).contains("you have switched this server off");
        assertThat(signedIn("bob@example.com").get("/").body()).doesNotContain("Switched off");
        switchServer(alice, alice.get("/"), "on");
        assertThat(alice.get("/").body()).doesNotContain("Switched off");
    }

    @Test
    void toolsAreSwitchedOffOneByOne() {
        SignInBrowser alice = signedIn("alice@example.com");
        HttpResponse<String> page = alice.get("/upstreams/up");
        List<String> tools = Pattern.compile("name=\"tool\" value=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(tools).isNotEmpty();
        assertThat(page.body()).contains("value=\"0\" checked");

        HttpResponse<String> done = alice.post(
                "/account/selection/tools",
                Map.of("csrf", csrf(alice), "version", version(page), "id", "up", "tool", tools.getFirst()));

        assertThat(SignInBrowser.location(done)).isEqualTo("/upstreams/up");
        assertThat(alice.get("/upstreams/up").body()).doesNotContain("value=\"0\" checked");
    }

    @Test
    void whatChangedAfterThePageWasShownIsToldAndKept() {
        SignInBrowser alice = signedIn("alice@example.com");
        HttpResponse<String> old = alice.get("/");
        switchServer(alice, old, "off");

        HttpResponse<String> refused = switchServer(alice, old, "on");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("It has changed meanwhile");
        assertThat(alice.get("/").body()).contains("Switched off");
    }

    @Test
    void nothingIsSwitchedOffThatThePersonDoesNotHave() {
        SignInBrowser alice = signedIn("alice@example.com");

        HttpResponse<String> refused =
                alice.post("/account/selection/server", Map.of("csrf", csrf(alice), "version", "0", "off", "hidden"));

        assertThat(refused.statusCode()).isEqualTo(404);
    }

    @Test
    void theOtherAddressesAreShown() {
        assertThat(signedIn("alice@example.com").get("/").body()).contains(gateway.address() + "/api/tools/list");
    }

    @Test
    void aSessionElsewhereCanBeEnded() {
        SignInBrowser here = signedIn("alice@example.com");
        SignInBrowser elsewhere = signedIn("alice@example.com");

        here.post(
                "/account/sessions/end",
                Map.of("csrf", csrf(here), "id", idAfter(here.get("/"), "/account/sessions/end")));

        assertThat(elsewhere.get("/").statusCode()).isEqualTo(302);
        assertThat(here.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void anMcpSessionIsListedAndEndedByItsPersonAlone() throws Exception {
        SignInBrowser alice = signedIn("alice@example.com");
        SignInBrowser eve = signedIn("eve@example.com");
        String token = token(makeToken(alice, "weekly digest"));
        assertThat(initialize(token)).isEqualTo(200);
        await().untilAsserted(() -> assertThat(alice.get("/").body())
                .contains("<strong>t 1</strong>", gateway.address() + "/mcp · Streamable HTTP · since "));
        String id = idAfter(alice.get("/"), "/account/open/end");

        eve.post("/account/open/end", Map.of("csrf", csrf(eve), "id", id));
        assertThat(eve.get("/").body()).contains("No session is open.");
        assertThat(alice.get("/").body()).contains(id);
        alice.post("/account/open/end", Map.of("csrf", csrf(alice), "id", id));

        assertThat(alice.get("/").body()).contains("No session is open.");
        await("the server's session ends with it").until(() -> server.sessions().isEmpty());
    }

    @Test
    void whatARevokedTokenHasOpenedIsEndedWithIt() throws Exception {
        SignInBrowser alice = signedIn("alice@example.com");
        assertThat(initialize(token(makeToken(alice, "weekly digest")))).isEqualTo(200);
        await().untilAsserted(() -> assertThat(alice.get("/").body()).contains("<strong>t 1</strong>"));

        alice.post(
                "/account/tokens/revoke",
                Map.of("csrf", csrf(alice), "id", idAfter(alice.get("/"), "/account/tokens/revoke")));

        assertThat(alice.get("/").body()).contains("No session is open.");
    }

    @Test
    void aTokenWithoutScopesOrWithALongLifeIsAPageThatSaysWhatIsAllowed() {
        SignInBrowser alice = signedIn("alice@example.com");

        HttpResponse<String> noScope =
                alice.post("/account/tokens", Map.of("csrf", csrf(alice), "name", "a", "days", "7"));
        HttpResponse<String> forever = alice.post(
                "/account/tokens", Map.of("csrf", csrf(alice), "name", "a", "days", "9999", "scope", "tools:read"));

        assertThat(noScope.statusCode()).isEqualTo(400);
        assertThat(noScope.body()).contains("at least one scope");
        assertThat(forever.body()).contains("at most 90 days");
    }

    @Test
    void theStylesheetMayBeKeptForGood() {
        SignInBrowser browser = new SignInBrowser(gateway.address());
        String path = Pattern.compile("href=\"(/assets/[^\"]+)\"")
                .matcher(browser.get("/oauth/login").body())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        HttpResponse<String> css = browser.get(path);

        assertThat(css.statusCode()).isEqualTo(200);
        assertThat(css.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
        assertThat(css.headers().firstValue("content-type").orElseThrow()).startsWith("text/css");
    }
}
