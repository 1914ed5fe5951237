package dev.mcpgateway.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GoogleConfig;
import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
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

    private ProviderGrant grant() throws Exception {
        Person alice = new Person(rig.issuer.url(), "alice-1", null, null, Set.of());
        return rig.tasks.getFirst().grants().find(alice).await(5, TimeUnit.SECONDS);
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

        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(browser.get(LINK)));

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
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(browser.get(LINK)));
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
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(browser.get(LINK)));
        rig.issuer.claims = claims -> claims.put("sub", "mallory-1");
        rig.issuer.answer = tokens -> tokens.put("scope", "openid email " + SEND);

        assertThat(rig.comeBack(browser, asked).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(grant().scopes()).doesNotContain(SEND);
    }

    @Test
    void theAnswerOfAnotherBrowserGrantsNothing() throws Exception {
        rig.signIn(browser);
        Map<String, String> asked = SignInBrowser.query(SignInBrowser.location(browser.get(LINK)));
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
                .isEqualTo(302);
    }

    @Test
    void aServiceThatIsOffIsNotAskedFor() throws Exception {
        tools("services", new GoogleToolsConfig.Services(false, true, true, true, true, true));
        rig.signIn(browser);

        assertThat(browser.get(LINK).statusCode()).isEqualTo(404);
    }
}
