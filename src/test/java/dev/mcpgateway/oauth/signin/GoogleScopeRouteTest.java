package dev.mcpgateway.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.config.GoogleConfig;
import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link that grants one scope more. */
class GoogleScopeRouteTest {
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String LINK = "/connect/google?scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fgmail.send";

    private SignInRig rig;
    private SignInBrowser browser;

    @BeforeEach
    void start() throws Exception {
        rig = new SignInRig();
        rig.set(
                "google",
                new GoogleConfig(
                        ScriptedIssuer.CLIENT_ID,
                        Secret.of(ScriptedIssuer.CLIENT_SECRET),
                        null,
                        URI.create(rig.issuer.url()),
                        URI.create(rig.issuer.url() + "/authorize")));
        browser = new SignInBrowser(rig.start());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Person alice() {
        return new Person(rig.issuer.url(), "alice-1", null, null, Set.of());
    }

    private ProviderGrant grant() throws Exception {
        return rig.tasks.getFirst().grants().find(alice()).await(5, TimeUnit.SECONDS);
    }

    /** Opens the link and sends the form of its page. */
    private HttpResponse<String> goOn(String link) {
        HttpResponse<String> page = browser.get(link);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return send(SignInBrowser.hidden(page, "csrf"), SEND, SignInBrowser.hidden(page, "for"));
    }

    private HttpResponse<String> send(String csrf, String scope, String mark) {
        return browser.post("/connect/google", Map.of("csrf", csrf, "scope", scope, "for", mark));
    }

    private String csrf() {
        return SignInBrowser.hidden(browser.get(LINK), "csrf");
    }

    private List<String> audited(AuditAction action) {
        return rig.audit.stream()
                .filter(event -> event.action() == action)
                .map(event -> event.outcome() + " " + event.details())
                .toList();
    }

    private void tools(String name, Object value) {
        GoogleToolsConfig tools = Settings.with(rig.config.google(), name, value);
        rig.config = Settings.with(rig.config, "google", tools);
    }

    @Test
    void signingInAsksForNothingThatOnlyToolsNeed() throws Exception {
        assertThat(SignInRig.begin(browser, "")).containsEntry("scope", "openid email profile");
    }

    @Test
    void theLinkAsksForExactlyTheOneScopeBesideWhatWasGranted() throws Exception {
        rig.signIn(browser);

        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(goOn(LINK)));

        assertThat(asked)
                .containsEntry("scope", "openid email profile " + SEND)
                .containsEntry("include_granted_scopes", "true")
                .containsEntry("prompt", "consent")
                .containsEntry("login_hint", "alice@example.com");
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email " + SEND);
        assertThat(SignInBrowser.location(rig.comeBack(browser, asked))).isEqualTo("/");
        assertThat(grant().scopes()).contains(SEND);
    }

    @Test
    void aPartialGrantIsKeptAndNotAskedForAgain() throws Exception {
        rig.signIn(browser);
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(goOn(LINK)));
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email").remove("refresh_token");

        HttpResponse<String> back = rig.comeBack(browser, asked);

        assertThat(SignInBrowser.location(back)).isEqualTo("/");
        assertThat(grant().scopes()).contains("openid").doesNotContain(SEND);
        assertThat(grant().refreshToken()).isNotNull();
    }

    @Test
    void whoIsNotSignedInSignsInFirstAndComesBack() throws Exception {
        assertThat(SignInBrowser.location(browser.get(LINK)))
                .isEqualTo("/oauth/login?return_to=" + SignInBrowser.encode(LINK));
    }

    @Test
    void anotherPersonThanTheOneWhoFollowedTheLinkGrantsNothing() throws Exception {
        rig.signIn(browser);
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(goOn(LINK)));
        rig.issuer.claims = claims -> claims.put("sub", "mallory-1");
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email " + SEND);

        assertThat(rig.comeBack(browser, asked).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(grant().scopes()).doesNotContain(SEND);
    }

    @Test
    void theAnswerOfAnotherBrowserGrantsNothing() throws Exception {
        rig.signIn(browser);
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(goOn(LINK)));
        browser.cookies.clear();

        assertThat(rig.comeBack(browser, asked).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(grant().scopes()).doesNotContain(SEND);
    }

    @Test
    void noLinkAsksForWhatNoToolNeeds() throws Exception {
        rig.signIn(browser);

        assertThat(browser.get("/connect/google?scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform")
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/connect/google").statusCode()).isEqualTo(404);
        assertThat(browser.get(LINK + "&scope=" + SignInBrowser.encode(SEND)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReadOnlyGatewayAsksForNothingThatCouldWrite() throws Exception {
        tools("readOnly", true);
        rig.signIn(browser);

        assertThat(browser.get(LINK).statusCode()).isEqualTo(404);
        assertThat(browser.get(LINK.replace("gmail.send", "gmail.readonly")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void thePageSaysWhoIsAskedForWhatAndChangesNothing() throws Exception {
        rig.signIn(browser);

        HttpResponse<String> page = browser.get(LINK);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("alice@example.com", "Gmail", SEND);
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("frame-ancestors 'none'");
    }

    @Attack(WayIn.CONSENT_FORGED)
    @Test
    void aFormOfAnotherSiteAsksForNothing() throws Exception {
        rig.signIn(browser);

        assertThat(send("guessed", SEND, "").statusCode()).isEqualTo(403);
        assertThat(browser.post("/connect/google", Map.of("scope", SEND)).statusCode())
                .isEqualTo(403);
        String csrf = csrf();
        assertThat(send(csrf, SEND, "").statusCode()).isEqualTo(303);
        browser.cookies.clear();
        assertThat(send(csrf, SEND, "").statusCode()).isEqualTo(403);
    }

    @Attack(WayIn.LINK_OF_ANOTHER)
    @Test
    void theLinkOfSomebodyElseGrantsNothing() throws Exception {
        rig.signIn(browser);
        String mark = SignIn.markOf(new Person(rig.issuer.url(), "bob-1", null, null, Set.of()));

        HttpResponse<String> opened = browser.get(LINK + "&for=" + mark);
        assertThat(opened.statusCode()).isEqualTo(403);
        assertThat(opened.body()).contains("made for somebody else", "alice@example.com");
        assertThat(send(csrf(), SEND, mark).statusCode()).isEqualTo(403);
        assertThat(audited(AuditAction.ACCOUNT_CONNECTED))
                .hasSize(2)
                .allMatch(line -> line.startsWith("DENIED") && line.contains("link-of-another"));
        assertThat(grant().scopes()).doesNotContain(SEND);

        assertThat(goOn(LINK + "&for=" + SignIn.markOf(alice())).statusCode()).isEqualTo(303);
    }

    @Attack(WayIn.CONSENT_FORGED)
    @Test
    void aFormAsksForNoScopeThatThePageWouldNotShow() throws Exception {
        rig.signIn(browser);

        assertThat(send(csrf(), "https://www.googleapis.com/auth/cloud-platform", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aGrantIsAuditedWithItsScope() throws Exception {
        rig.signIn(browser);
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email " + SEND);
        rig.comeBack(browser, SignInBrowser.query(SignInBrowser.location(goOn(LINK))));

        assertThat(audited(AuditAction.ACCOUNT_CONNECTED))
                .singleElement(STRING)
                .startsWith("SUCCESS")
                .contains("google", SEND);
        assertThat(audited(AuditAction.SIGN_IN)).hasSize(1);
    }

    @Test
    void aGrantThatThePersonLeftOutIsAuditedAsDenied() throws Exception {
        rig.signIn(browser);
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email");
        rig.comeBack(browser, SignInBrowser.query(SignInBrowser.location(goOn(LINK))));

        assertThat(audited(AuditAction.ACCOUNT_CONNECTED))
                .singleElement(STRING)
                .startsWith("DENIED")
                .contains("not-granted", SEND);
    }

    @Test
    void withoutTheToolsTheAddressIsFreeForAnUpstream() throws Exception {
        tools("services", new GoogleToolsConfig.Services(false, false, false, false, false, false));
        rig.signIn(browser);

        assertThat(browser.get(LINK).body()).doesNotContain("nothing to grant");
    }

    @Test
    void aServiceThatIsOffIsNotAskedFor() throws Exception {
        tools("services", new GoogleToolsConfig.Services(false, true, true, true, true, true));
        rig.signIn(browser);

        assertThat(browser.get(LINK).statusCode()).isEqualTo(404);
    }
}
