package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.ProtectedUpstream;
import dev.mcpgateway.testing.ScriptedAuthorizationServer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway, a browser and a client: from the first refused call to one with the person's own token, and back. */
class ConnectAccountTest {
    private final Vertx vertx = Vertx.vertx();
    private ScriptedAuthorizationServer server;
    private ProtectedUpstream mine;
    private LegacyServer open;
    private RunningGateway gateway;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedAuthorizationServer(vertx);
        mine = new ProtectedUpstream(vertx, server.url());
        mine.lets = server.good::contains;
        open = LegacyServer.start(vertx);
        CredentialsConfig credentials = Settings.with(
                CredentialsConfig.of(CredentialsConfig.Kind.OAUTH),
                "oauth",
                Settings.with(UpstreamOAuthConfig.defaults(), "allowedOrigins", List.of(server.url())));
        GatewayConfig config = RunningGateway.config(
                data,
                UpstreamConfig.http("mine", mine.url())
                        .withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN)
                        .withCredentials(credentials),
                UpstreamConfig.http("secret", mine.url()).withCredentials(credentials),
                UpstreamConfig.http("open", open.url()).withAccess(UpstreamConfig.Access.EVERYONE_SIGNED_IN));
        gateway = RunningGateway.start(config.withAuth(config.auth().withMode(AuthConfig.Mode.SIGN_IN)));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        open.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** A person with a browser and a client. */
    private final class Signed {
        final SignInBrowser browser = new SignInBrowser(gateway.address());
        final String token;
        final String session;

        Signed(String email, String capabilities) throws Exception {
            HttpResponse<String> page = browser.get("/oauth/login");
            browser.post(
                    "/oauth/login/development", Map.of("email", email, "state", SignInBrowser.hidden(page, "state")));
            String csrf = SignInBrowser.hidden(browser.get("/"), "csrf");
            HttpResponse<String> made = browser.post(
                    "/account/tokens", Map.of("csrf", csrf, "name", "t", "days", "7", "scope", "tools:write"));
            token = Pattern.compile("<pre aria-label=\"The token\"><code>([^<]+)</code>")
                    .matcher(made.body())
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            session = send(
                            null,
                            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                    + "\"2025-11-25\",\"capabilities\":" + capabilities
                                    + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}")
                    .headers()
                    .firstValue("mcp-session-id")
                    .orElseThrow();
        }

        HttpResponse<String> send(String inSession, String body) throws Exception {
            HttpRequest.Builder request = gateway.request("/mcp")
                    .header("content-type", "application/json")
                    .header("accept", "application/json, text/event-stream")
                    .header("authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            return gateway.http.send(
                    (inSession == null ? request : request.header("mcp-session-id", inSession)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        /** What comes on the standalone stream, line by line. */
        List<String> listen() throws Exception {
            List<String> lines = new CopyOnWriteArrayList<>();
            HttpRequest request = gateway.request("/mcp")
                    .header("accept", "text/event-stream")
                    .header("authorization", "Bearer " + token)
                    .header("mcp-session-id", session)
                    .build();
            gateway.http.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(String line) {
                    lines.add(line);
                }

                @Override
                public void onError(Throwable failure) {
                    lines.add("over: " + failure);
                }

                @Override
                public void onComplete() {
                    lines.add("over");
                }
            }));
            await().until(() -> !lines.isEmpty());
            return lines;
        }

        JsonObject ask(String body) throws Exception {
            String answer = send(session, body).body();
            return new JsonObject(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
        }

        JsonObject call() throws Exception {
            return ask(RunningGateway.call(1, "mine_mine"));
        }

        /** Where the error of a call leads. */
        String link() throws Exception {
            String url = call().getJsonObject("error").getJsonObject("data").getString("url");
            return url.substring(gateway.address().length());
        }

        /** Posts the form of the page; the answer leads to the authorization server. */
        HttpResponse<String> goOn(HttpResponse<String> page) {
            return browser.post(
                    "/connect/mine",
                    Map.of("csrf", SignInBrowser.hidden(page, "csrf"), "for", SignInBrowser.hidden(page, "for")));
        }

        HttpResponse<String> comeBack(String callback) {
            return browser.get(callback.substring(callback.indexOf("/connect/")));
        }
    }

    @Test
    void aCallWithoutAnAccountSaysWhereToConnectOneAndThenRuns() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        JsonObject refused = alice.call().getJsonObject("error");
        assertThat(refused.getInteger("code")).isEqualTo(-31009);
        assertThat(refused.getString("message")).contains(gateway.address() + "/connect/mine?for=");
        assertThat(mine.seen).isEmpty();
        assertThat(alice.ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
                        .encode())
                .contains("open_echo", "dev.mcpgateway/unavailable\":[\"mine\"]");

        HttpResponse<String> page = alice.browser.get(alice.link());
        assertThat(page.body())
                .contains(
                        "alice@example.com", mine.url().toString(), server.url().substring(7));
        String authorization = SignInBrowser.location(alice.goOn(page));
        HttpResponse<String> connected = alice.comeBack(server.agree(authorization));
        assertThat(connected.statusCode()).as(connected.body()).isEqualTo(200);
        assertThat(connected.body()).contains("mine is connected").doesNotContain("access-");

        assertThat(alice.call().encode()).contains("yours");
        assertThat(mine.seen).anyMatch(one -> one.startsWith("tools/call Bearer access-"));
        assertThat(alice.ask("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}")
                        .encode())
                .contains("mine_mine");
        assertThat(new Signed("bob@example.com", "{}")
                        .call()
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(-31009);
    }

    @Test
    void theHomePageConnectsAndDisconnects() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        assertThat(alice.browser.get("/").body())
                .contains("href=\"/connect/mine\"", "Wants an account of yours")
                .doesNotContain("/connect/open", "/connect/secret");
        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));
        alice.call();

        HttpResponse<String> home = alice.browser.get("/");
        assertThat(home.body()).contains("Your account is connected");
        alice.browser.post(
                "/account/upstreams/disconnect", Map.of("csrf", SignInBrowser.hidden(home, "csrf"), "id", "mine"));

        assertThat(alice.browser.get("/").body()).contains("Wants an account of yours");
        assertThat(alice.call().getJsonObject("error").getInteger("code")).isEqualTo(-31009);
        assertThat(server.asked("/revoke")).hasSize(1);
    }

    @Test
    void whoIsRevokedHasNoAccountConnectedAnyMore() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));
        alice.call();

        gateway.command("revoke", "--person", "alice@example.com");

        await().untilAsserted(() -> assertThat(server.asked("/revoke")).hasSize(1));
        await().untilAsserted(() -> assertThat(new Signed("alice@example.com", "{}")
                        .call()
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(-31009));
    }

    @Test
    void theClientsOfAPersonWhoConnectsListAgain() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        Signed bob = new Signed("bob@example.com", "{}");
        List<String> toBob = bob.listen();
        List<String> toAlice = alice.listen();

        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));

        await().untilAsserted(
                        () -> assertThat(toAlice).anyMatch(line -> line.contains("notifications/tools/list_changed")));
        assertThat(toBob).noneMatch(line -> line.contains("list_changed"));
    }

    @Test
    void aClientThatCanOpenAddressesIsToldInTheFormOfItsVersion() throws Exception {
        Signed alice = new Signed("alice@example.com", "{\"elicitation\":{\"url\":{}}}");

        JsonObject error = alice.call().getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(-32042);
        JsonObject elicitation =
                error.getJsonObject("data").getJsonArray("elicitations").getJsonObject(0);
        assertThat(elicitation.getString("mode")).isEqualTo("url");
        assertThat(elicitation.getString("elicitationId")).isNotEmpty();
        assertThat(elicitation.getString("url")).startsWith(gateway.address() + "/connect/mine?for=");
    }

    @Attack(WayIn.LINK_OF_ANOTHER)
    @Test
    void theLinkOfSomebodyElseConnectsNothing() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        Signed bob = new Signed("bob@example.com", "{}");
        String link = alice.link();

        HttpResponse<String> opened = bob.browser.get(link);
        assertThat(opened.statusCode()).isEqualTo(403);
        assertThat(opened.body()).contains("made for somebody else", "bob@example.com");
        String csrf = SignInBrowser.hidden(bob.browser.get("/"), "csrf");
        String mark = SignInBrowser.query(link).get("for");
        assertThat(bob.browser
                        .post("/connect/mine", Map.of("csrf", csrf, "for", mark))
                        .statusCode())
                .isEqualTo(403);

        String callback = server.agree(SignInBrowser.location(alice.goOn(alice.browser.get(link))));
        HttpResponse<String> finished = bob.comeBack(callback);
        assertThat(finished.statusCode()).isEqualTo(403);
        assertThat(finished.body()).contains("Somebody else began this");
        SignInBrowser nobody = new SignInBrowser(gateway.address());
        assertThat(nobody.get(callback.substring(gateway.address().length())).statusCode())
                .isEqualTo(401);
        assertThat(nobody.get(link).statusCode()).isEqualTo(303);

        assertThat(server.asked("/token")).isEmpty();
        assertThat(bob.call().getJsonObject("error").getInteger("code")).isEqualTo(-31009);
        assertThat(alice.call().getJsonObject("error").getInteger("code")).isEqualTo(-31009);
    }

    @Attack(WayIn.LINK_OF_ANOTHER)
    @Test
    void aFormOfAnotherSiteOrForAServerOfOthersBeginsNothing() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        assertThat(alice.browser
                        .post("/connect/mine", Map.of("csrf", "guessed"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(alice.browser.get("/connect/secret").statusCode()).isEqualTo(404);
        assertThat(alice.browser.get("/connect/open").statusCode()).isEqualTo(404);
        assertThat(alice.browser.get("/connect/mine/client.json").statusCode()).isEqualTo(404);
        assertThat(server.asked("/register")).isEmpty();
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void theTokenIsNotSentOverARedirectOfTheUpstream() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));
        mine.call = request -> request.response()
                .setStatusCode(307)
                .putHeader("location", open.url().toString())
                .end();

        assertThat(alice.call().getJsonObject("error").getString("message")).contains("redirects");

        assertThat(mine.seen).anyMatch(one -> one.startsWith("tools/call Bearer access-"));
        assertThat(open.received()).noneMatch(request -> request.header("authorization") != null);
    }

    @Test
    void aTokenThatTheUpstreamNoLongerTakesIsSaidInWords() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));
        alice.call();
        String before = String.valueOf(server.good.iterator().next());
        server.good.clear();

        JsonObject error = alice.call().getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(-31009);
        assertThat(error.getString("message"))
                .contains("no longer takes the token")
                .doesNotContain(before);
    }

    @Test
    void anUpstreamThatWantsMoreSaysSoInWordsAndOnThePage() throws Exception {
        Signed alice = new Signed("alice@example.com", "{}");
        alice.comeBack(server.agree(SignInBrowser.location(alice.goOn(alice.browser.get("/connect/mine")))));
        mine.call = request ->
                ProtectedUpstream.refuse(request, 403, "Bearer error=\"insufficient_scope\", scope=\"files:write\"");

        JsonObject error = alice.call().getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(-31009);
        assertThat(error.getString("message")).contains("(files:write)");
        assertThat(alice.browser.get(alice.link()).body()).contains("files:write", "connected an account already");
    }

    @Test
    void aGatewayAtAnHttpsAddressPublishesItselfAsAClientOfEachSuchServer() throws Exception {
        GatewayConfig config = gateway.gateway.config().get();
        gateway.gateway
                .config()
                .set(config.withListener(
                        Settings.with(config.listener(), "publicUrl", URI.create("https://gateway.example.com"))));

        HttpResponse<String> document = gateway.get(gateway.address() + "/connect/mine/client.json");

        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(document.body()))
                .isEqualTo(new JsonObject()
                        .put("client_id", "https://gateway.example.com/connect/mine/client.json")
                        .put("client_name", "MCP Gateway (gateway.example.com)")
                        .put("client_uri", "https://gateway.example.com")
                        .put("redirect_uris", new JsonArray().add("https://gateway.example.com/connect/mine/callback"))
                        .put(
                                "grant_types",
                                new JsonArray().add("authorization_code").add("refresh_token"))
                        .put("response_types", new JsonArray().add("code"))
                        .put("token_endpoint_auth_method", "none")
                        .put("application_type", "web"));
        assertThat(gateway.get(gateway.address() + "/connect/open/client.json").statusCode())
                .isEqualTo(404);
    }
}
