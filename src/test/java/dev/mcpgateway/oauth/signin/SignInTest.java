package dev.mcpgateway.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GoogleConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and out in a browser, at a provider and on the development page. */
class SignInTest {
    private SignInRig rig;

    @BeforeEach
    void rig() throws Exception {
        rig = new SignInRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static GoogleConfig google(URI issuer, URI authorization, String redirect) {
        return new GoogleConfig(
                ScriptedIssuer.CLIENT_ID,
                Secret.of(ScriptedIssuer.CLIENT_SECRET),
                redirect == null ? null : URI.create(redirect),
                issuer,
                authorization);
    }

    @Test
    void whoSignsInAtTheProviderIsSignedInHereAndGoesBackToWhereTheyCameFrom() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());

        HttpResponse<String> back = rig.comeBack(browser, SignInRig.begin(browser, "?return_to=%2Fwho"));

        assertThat(back.statusCode()).isEqualTo(302);
        assertThat(SignInBrowser.location(back)).isEqualTo("/who");
        assertThat(browser.get("/who").body()).isEqualTo(rig.issuer.url() + "|alice-1 alice@example.com");
        assertThat(browser.cookies.keySet()).containsExactly("mcp-session");
        assertThat(rig.audit)
                .extracting(
                        event -> event.action().value() + " " + event.outcome().value())
                .containsExactly("sign-in success");
    }

    @Test
    void theAuthorizationRequestHasPkceNonceAndState() throws Exception {
        Map<String, String> asked =
                SignInRig.begin(new SignInBrowser(rig.withOidc().start()), "");

        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", ScriptedIssuer.CLIENT_ID)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid email");
        assertThat(asked.get("state")).hasSize(43).isNotEqualTo(asked.get("nonce"));
        assertThat(asked.get("code_challenge")).hasSize(43);
        assertThat(asked.get("redirect_uri")).endsWith("/oauth/callback");
    }

    @Test
    void theWayToGoogleNeedsNeitherStoreNorNetwork() throws Exception {
        rig.set(
                        "google",
                        google(
                                URI.create("https://accounts.google.com"),
                                URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                                "https://mcp.example.com/oauth/callback"))
                .set("allowedDomains", List.of("example.com"));
        rig.store.close().await(5, TimeUnit.SECONDS);
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> out = browser.get("/oauth/login");

        assertThat(out.statusCode()).isEqualTo(302);
        assertThat(SignInBrowser.location(out)).startsWith("https://accounts.google.com/o/oauth2/v2/auth?");
        assertThat(SignInBrowser.query(SignInBrowser.location(out)))
                .containsEntry("redirect_uri", "https://mcp.example.com/oauth/callback")
                .containsEntry("access_type", "offline")
                .containsEntry("hd", "example.com")
                .doesNotContainKey("prompt");
        assertThat(out.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("__Host-mcp-sign-in-")
                .contains("Secure")
                .contains("HTTPOnly")
                .contains("SameSite=Lax")
                .contains("Path=/")
                .doesNotContain("Domain");
        assertThat(rig.issuer.discoveries).hasValue(0);
    }

    @Test
    void googleIsAskedForConsentOnlyWhenItGaveNoRefreshToken() throws Exception {
        rig.set("google", google(URI.create(rig.issuer.url()), URI.create(rig.issuer.url() + "/authorize"), null));
        rig.issuer.answer = tokens -> tokens.remove("refresh_token");
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> first = rig.comeBack(browser, SignInRig.begin(browser, "?return_to=%2Fwho"));
        Map<String, String> again = SignInBrowser.query(SignInBrowser.location(first));
        assertThat(again).containsEntry("prompt", "consent").containsEntry("login_hint", "alice@example.com");

        rig.issuer.answer = any -> {};
        assertThat(SignInBrowser.location(rig.comeBack(browser, again))).isEqualTo("/who");

        rig.issuer.answer = tokens -> tokens.remove("refresh_token");
        assertThat(SignInBrowser.location(rig.signIn(browser))).isEqualTo("/");
        ProviderGrant grant = rig.tasks.getFirst().grants().find(alice()).await(5, TimeUnit.SECONDS);
        assertThat(grant.refreshToken()).isNotNull();
    }

    private Person alice() {
        return new Person(rig.issuer.url(), "alice-1", null, null, Set.of());
    }

    @Test
    void aRefreshTokenThatNeverComesIsNotAskedForForever() throws Exception {
        rig.set("google", google(URI.create(rig.issuer.url()), URI.create(rig.issuer.url() + "/authorize"), null));
        rig.issuer.answer = tokens -> tokens.remove("refresh_token");
        SignInBrowser browser = new SignInBrowser(rig.start());

        Map<String, String> again = SignInBrowser.query(SignInBrowser.location(rig.signIn(browser)));

        assertThat(SignInBrowser.location(rig.comeBack(browser, again))).isEqualTo("/");
    }

    @Test
    void aSignInThatBeganAtAnotherNameOfTheMachineComesBackToIt() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            rig.port = free.getLocalPort();
        }
        String registered = "http://localhost:" + rig.port + "/oauth/callback";
        rig.set(
                "google",
                google(URI.create(rig.issuer.url()), URI.create(rig.issuer.url() + "/authorize"), registered));
        SignInBrowser browser = new SignInBrowser(rig.start());
        Map<String, String> asked = SignInRig.begin(browser, "?return_to=%2Fwho");
        assertThat(asked).containsEntry("redirect_uri", registered);

        HttpResponse<String> atRegistered = browser.get(
                registered + "?state=" + SignInBrowser.encode(asked.get("state")) + "&code=" + rig.issuer.code(asked));
        assertThat(SignInBrowser.location(atRegistered))
                .startsWith("http://127.0.0.1:" + rig.port + "/oauth/callback?");

        HttpResponse<String> back = browser.get(SignInBrowser.location(atRegistered));
        assertThat(SignInBrowser.location(back)).isEqualTo("/who");
    }

    @Test
    void severalProvidersAreAPage() throws Exception {
        rig.withOidc()
                .set(
                        "google",
                        google(
                                URI.create("https://accounts.google.com"),
                                URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                                null));
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> page = browser.get("/oauth/login?return_to=%2Fwho%3Fa%3Db");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Continue with Google", "Continue with corp");
        assertThat(page.body()).contains("provider=corp&amp;return_to=%2Fwho%3Fa%3Db");
        assertThat(SignInBrowser.location(browser.get("/oauth/login?provider=google")))
                .startsWith("https://accounts.google.com/");
    }

    @Test
    void withoutAProviderOnLoopbackAPageBelievesAnAddress() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> page = browser.get("/oauth/login?return_to=%2Fwho");
        HttpResponse<String> in = browser.post(
                "/oauth/login/development",
                Map.of("email", "Bob@Example.com", "state", SignInBrowser.hidden(page, "state")));

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(SignInBrowser.location(in)).isEqualTo("/who");
        assertThat(browser.get("/who").body()).isEqualTo("urn:mcp-gateway:development|bob@example.com bob@example.com");
    }

    @Test
    @Attack(WayIn.COOKIES_ACROSS_SITES)
    void theDevelopmentFormOfAnotherSiteSignsNobodyIn() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.start());
        String elsewhere = SignInBrowser.hidden(new SignInBrowser(rig.start()).get("/oauth/login"), "state");
        browser.get("/oauth/login");

        assertThat(browser.post("/oauth/login/development", Map.of("email", "eve@example.com", "state", elsewhere))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.post("/oauth/login/development", Map.of("email", "eve@example.com"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/who").body()).isEqualTo("nobody");
    }

    @Test
    void withoutAProviderOnAnotherListenerAPageNamesTheSettings() throws Exception {
        rig.config = rig.config.withListener(rig.config.listener().at("0.0.0.0", 0));
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> page = browser.get("/oauth/login");

        assertThat(page.body()).contains("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "GOOGLE_REDIRECT_URI");
        assertThat(browser.post("/oauth/login/development", Map.of("email", "a@b.c", "state", "x"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onPublicPlainHttpNobodySignsIn() throws Exception {
        rig.withOidc().publicUrl("http://mcp.example.com");
        SignInBrowser browser = new SignInBrowser(rig.start());

        HttpResponse<String> out = browser.get("/oauth/login");
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(out));
        HttpResponse<String> back = rig.comeBack(browser, asked);

        assertThat(out.headers().allValues("set-cookie")).isEmpty();
        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(back.body()).contains("HTTPS");
        assertThat(rig.issuer.exchanges).hasValue(0);
    }

    @Test
    void developmentIsNotOfferedAtAPublicAddress() throws Exception {
        rig.set("mode", AuthConfig.Mode.DEVELOPMENT).publicUrl("https://mcp.example.com");
        SignInBrowser browser = new SignInBrowser(rig.start());

        assertThat(browser.get("/oauth/login").body()).doesNotContain("Development sign-in");
    }

    @Test
    void signingOutNeedsTheTokenOfTheSession() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        rig.signIn(browser);

        assertThat(browser.post("/oauth/logout", Map.of("csrf", "guessed")).statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/oauth/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(browser.get("/who").body()).contains("alice");

        Map<String, String> cookies = Map.copyOf(browser.cookies);
        String csrf = browser.get("/csrf").body();
        assertThat(browser.post("/oauth/logout", Map.of("csrf", csrf)).statusCode())
                .isEqualTo(200);
        browser.cookies.putAll(cookies);
        assertThat(browser.get("/who").body())
                .as("the session is over, not just forgotten")
                .isEqualTo("nobody");
    }

    @Test
    void signingInAgainEndsTheSessionBefore() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        rig.signIn(browser);
        Map<String, String> before = Map.copyOf(browser.cookies);
        rig.signIn(browser);

        assertThat(browser.cookies).isNotEqualTo(before);
        browser.cookies.putAll(before);
        assertThat(browser.get("/who").body()).isEqualTo("nobody");
    }

    @Test
    void anotherTaskKnowsTheSession() throws Exception {
        String one = rig.withOidc().start();
        SignInBrowser browser = new SignInBrowser(one);
        rig.signIn(browser);
        SignInBrowser other = new SignInBrowser(rig.start());
        other.cookies.putAll(browser.cookies);

        assertThat(other.get("/who").body()).contains("alice");
    }

    @Test
    void theSessionsOfAPersonAreListedAndEnd() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        browser.headers.put("user-agent", "Firefox on Linux");
        rig.signIn(browser);
        StoredSessions sessions = rig.tasks.getFirst().sessions();

        List<StoredSessions.Listed> listed = sessions.of(alice()).await(5, TimeUnit.SECONDS);
        assertThat(listed).extracting(StoredSessions.Listed::agent).containsExactly("Firefox on Linux");

        String id = listed.getFirst().id();
        sessions.end(new Person(rig.issuer.url(), "mallory", null, null, Set.of()), id)
                .await(5, TimeUnit.SECONDS);
        assertThat(browser.get("/who").body()).as("another person ends nothing").contains("alice");
        sessions.end(alice(), id).await(5, TimeUnit.SECONDS);
        assertThat(browser.get("/who").body()).isEqualTo("nobody");
        assertThat(sessions.of(alice()).await(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsAPageThatSaysWhenToComeBack() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        Map<String, String> asked = SignInRig.begin(browser, "");
        rig.store.close().await(5, TimeUnit.SECONDS);

        HttpResponse<String> back = rig.comeBack(browser, asked);

        assertThat(back.statusCode()).isEqualTo(503);
        assertThat(back.headers().firstValue("retry-after")).isPresent();
        assertThat(rig.issuer.exchanges)
                .as("the state is spent before the code")
                .hasValue(0);
        assertThat(rig.audit)
                .extracting(AuditEvent::outcome)
                .extracting(Enum::name)
                .containsExactly("FAILED");
    }

    @Test
    void aProviderThatIsAwayIsAPageThatSaysSo() throws Exception {
        rig.issuer.document = found -> found.put("issuer", "https://elsewhere.example");
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());

        HttpResponse<String> out = browser.get("/oauth/login");

        assertThat(out.statusCode()).isEqualTo(503);
        assertThat(out.body()).contains("corp does not answer");
    }

    @Test
    void aWrongClientSecretIsTheOperatorsBusiness() throws Exception {
        SignInBrowser browser =
                new SignInBrowser(rig.withOidcSecret("another secret").start());

        HttpResponse<String> back = rig.signIn(browser);

        assertThat(back.statusCode()).isEqualTo(502);
        assertThat(back.body()).contains("not set up correctly").doesNotContain("another secret");
    }

    @Test
    void whatTheProviderRefusesIsAPage() throws Exception {
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        Map<String, String> asked = SignInRig.begin(browser, "");

        HttpResponse<String> back = browser.get("/oauth/callback?error=access_denied&error_description=%3Cb%3Ehi&state="
                + SignInBrowser.encode(asked.get("state")));

        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(back.body()).contains("You were not signed in").doesNotContain("<b>hi");
    }

    @Test
    void theAddressMayComeFromTheUserinfoEndpoint() throws Exception {
        rig.issuer.claims = claims -> {
            claims.remove("email");
            claims.remove("email_verified");
        };
        rig.issuer.userInfo = new JsonObject()
                .put("sub", "alice-1")
                .put("email", "a@b.example")
                .put("email_verified", true);
        SignInBrowser browser = new SignInBrowser(rig.withOidc().start());
        rig.signIn(browser);

        assertThat(browser.get("/who").body()).endsWith(" a@b.example");
    }
}
