package dev.mcpgateway.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.ScriptedIssuer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to be signed in as somebody that have to fail. */
class SignInAttacksTest {
    private SignInRig rig;
    private SignInBrowser browser;

    @BeforeEach
    void rig() throws Exception {
        rig = new SignInRig();
        browser = new SignInBrowser(rig.withOidc()
                .set("allowedDomains", List.of("example.com", "example.org"))
                .start());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void assertRefused(HttpResponse<String> back, int status) {
        assertThat(back.statusCode()).isEqualTo(status);
        assertThat(back.headers().firstValue("location")).isEmpty();
        assertThat(browser.get("/who").body()).isEqualTo("nobody");
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                claims("another nonce", claims -> claims.put("nonce", "of another sign-in")),
                claims("no nonce", claims -> claims.remove("nonce")),
                claims("another audience", claims -> claims.put("aud", "somebody-else")),
                claims("no audience", claims -> claims.remove("aud")),
                claims("audiences without the gateway", claims -> claims.put("aud", JsonArray.of("a", "b"))),
                claims(
                        "several audiences and no azp",
                        claims -> claims.put("aud", JsonArray.of(ScriptedIssuer.CLIENT_ID, "other"))),
                claims("another azp", claims -> claims.put("azp", "somebody-else")),
                claims("an azp that is no text", claims -> claims.put("azp", 7)),
                claims("another issuer", claims -> claims.put("iss", "https://evil.example")),
                claims("no issuer", claims -> claims.remove("iss")),
                claims("expired", claims -> claims.put("exp", now() - 120)),
                claims("no end", claims -> claims.remove("exp")),
                claims("an end that is no number", claims -> claims.put("exp", "never")),
                claims("issued tomorrow", claims -> claims.put("iat", now() + 86_400)),
                claims("no time of issue", claims -> claims.remove("iat")),
                claims("no subject", claims -> claims.remove("sub")),
                claims("an empty subject", claims -> claims.put("sub", " ")),
                claims("address not verified", claims -> claims.put("email_verified", false)));
    }

    private static Arguments claims(String what, Consumer<JsonObject> change) {
        return Arguments.argumentSet(what, change);
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void anIdTokenWithWrongClaimsSignsNobodyIn(Consumer<JsonObject> change) {
        rig.issuer.claims = change;

        assertRefused(rig.signIn(browser), 403);
    }

    static Stream<Arguments> wrongSignatures() {
        return Stream.of(
                signature("alg none", (issuer, claims) -> issuer.unsigned(claims)),
                signature("HS256 with the public key", (issuer, claims) -> issuer.confused(claims)),
                signature("another key under a known id", (issuer, claims) -> issuer.signedByAnother(claims)),
                signature("an unknown key", (issuer, claims) -> issuer.signedByUnknown(claims)),
                signature("claims exchanged", (issuer, claims) -> {
                    String[] parts = issuer.signed(claims).split("\\.");
                    String[] others =
                            issuer.signed(claims.copy().put("sub", "admin")).split("\\.");
                    return parts[0] + "." + others[1] + "." + parts[2];
                }),
                signature("no JWT", (issuer, claims) -> "not.a.token"));
    }

    private interface Signing {
        String sign(ScriptedIssuer issuer, JsonObject claims);
    }

    private static Arguments signature(String what, Signing signing) {
        Function<ScriptedIssuer, Function<JsonObject, String>> function =
                issuer -> claims -> signing.sign(issuer, claims);
        return Arguments.argumentSet(what, function);
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void anIdTokenThatIsNotSignedByTheProviderSignsNobodyIn(
            Function<ScriptedIssuer, Function<JsonObject, String>> signing) {
        rig.issuer.idToken = signing.apply(rig.issuer);

        assertRefused(rig.signIn(browser), 403);
    }

    @Test
    void anAnswerWithoutAnIdTokenSignsNobodyIn() {
        rig.issuer.answer = tokens -> tokens.remove("id_token");

        assertRefused(rig.signIn(browser), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "example.com.evil.example", "notexample.com", ""})
    @Attack(WayIn.ACCOUNT_OF_ANOTHER_DOMAIN)
    void anAccountOfAnotherDomainGetsAPageThatNamesTheAllowedOnes(String domain) {
        rig.issuer.claims = claims -> claims.put("hd", domain);

        HttpResponse<String> back = rig.signIn(browser);

        assertRefused(back, 403);
        assertThat(back.body()).contains("example.com, example.org").doesNotContain("evil.example");
    }

    @Test
    @Attack(WayIn.DOMAIN_CLAIM)
    void anAccountWithoutADomainIsRefused() {
        rig.issuer.claims = claims -> claims.remove("hd");

        HttpResponse<String> back = rig.signIn(browser);

        assertRefused(back, 403);
        assertThat(back.body()).contains("example.com");
    }

    @Test
    @Attack(WayIn.DOMAIN_CLAIM)
    void theDomainOfTheAddressIsNotTheDomainOfTheAccount() {
        rig.issuer.claims = claims -> {
            claims.remove("hd");
            claims.put("email", "mallory@example.com");
        };

        assertRefused(rig.signIn(browser), 403);
    }

    @Test
    void aDomainInOtherLettersIsTheSame() {
        rig.issuer.claims = claims -> claims.put("hd", "EXAMPLE.org");

        assertThat(rig.signIn(browser).statusCode()).isEqualTo(302);
    }

    @Test
    @Attack(WayIn.SERVER_MIX_UP)
    void anAnswerOfAnotherProviderIsAMixUp() {
        Map<String, String> asked = SignInRig.begin(browser, "");

        assertRefused(
                browser.get("/oauth/callback?iss=https%3A%2F%2Fevil.example&state=" + asked.get("state") + "&code="
                        + rig.issuer.code(asked)),
                403);
        assertThat(rig.issuer.exchanges).hasValue(0);
    }

    @Test
    @Attack(WayIn.SERVER_MIX_UP)
    void aProviderThatNamesItselfHasToDoSo() throws Exception {
        rig.issuer.document = found -> found.put("authorization_response_iss_parameter_supported", true);

        assertRefused(rig.signIn(browser), 403);
        Map<String, String> asked = SignInRig.begin(browser, "");
        assertThat(browser.get("/oauth/callback?iss=" + SignInBrowser.encode(rig.issuer.url()) + "&state="
                                + asked.get("state") + "&code=" + rig.issuer.code(asked))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    @Attack(WayIn.REPLAY)
    void aStateIsSpentOnceOnAllTasksTogether() throws Exception {
        browser = new SignInBrowser(rig.start(2));
        Map<String, String> asked = SignInRig.begin(browser, "");
        Map<String, String> kept = Map.copyOf(browser.cookies);

        assertThat(rig.comeBack(browser, asked).statusCode()).isEqualTo(302);
        browser.cookies.clear();
        browser.cookies.putAll(kept);
        HttpResponse<String> replayed = rig.comeBack(browser, asked);

        assertRefused(replayed, 400);
        assertThat(replayed.body()).contains("used already");
        assertThat(rig.issuer.exchanges).hasValue(1);
    }

    @Test
    @Attack(WayIn.COOKIES_ACROSS_SITES)
    void anotherBrowserCannotFinishASignIn() {
        Map<String, String> asked = SignInRig.begin(browser, "");
        browser.cookies.clear();

        assertRefused(rig.comeBack(browser, asked), 400);
        assertThat(rig.issuer.exchanges).hasValue(0);
    }

    @Test
    void aCookieOfAnotherSignInDoesNotOpenThisOne() {
        Map<String, String> asked = SignInRig.begin(browser, "");
        String name = browser.cookies.keySet().iterator().next();
        browser.cookies.clear();
        SignInRig.begin(browser, "");
        browser.cookies.put(name, browser.cookies.values().iterator().next());

        assertRefused(rig.comeBack(browser, asked), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.evil", "x.3", "x.00", "x.//evil.example", "x.@evil.example", "x."})
    void aStateLeadsToNoOtherPlaceThanANameOfThisMachine(String state) {
        assertRefused(browser.get("/oauth/callback?code=y&state=" + SignInBrowser.encode(state)), 400);
    }

    @Test
    void aStateOfAnotherNameOfThisMachineKeepsThePort() {
        HttpResponse<String> sent = browser.get("/oauth/callback?code=y&state=x.1");

        assertThat(SignInBrowser.location(sent)).matches("http://localhost:[0-9]+/oauth/callback\\?code=y&state=x\\.1");
    }

    @Test
    void anEditedCookieIsNone() {
        Map<String, String> asked = SignInRig.begin(browser, "");
        browser.cookies.replaceAll((name, value) -> value.substring(0, value.length() - 2) + "AA");

        assertRefused(rig.comeBack(browser, asked), 400);
    }

    @Test
    void theSecondRoundBelongsToThePersonOfTheFirst() throws Exception {
        rig.withOidc("openid", "email", "offline_access");
        rig.issuer.answer = tokens -> tokens.remove("refresh_token");
        browser = new SignInBrowser(rig.start());
        Map<String, String> again = SignInBrowser.query(SignInBrowser.location(rig.signIn(browser)));
        rig.issuer.claims = claims -> claims.put("sub", "bob-2");

        assertRefused(rig.comeBack(browser, again), 403);
    }

    @Test
    @Attack(WayIn.COOKIES_ACROSS_SITES)
    void aPlantedSessionCookieIsNotTakenOver() {
        browser.cookies.put("mcp-session", "planted-by-somebody");
        rig.signIn(browser);

        assertThat(browser.cookies.get("mcp-session")).isNotEqualTo("planted-by-somebody");
        assertThat(browser.get("/who").body()).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/%09/evil.example",
                "/.//evil.example",
                "/..//evil.example",
                "/a/..//evil.example",
                "/%5cevil.example",
                "/%2f%2fevil.example",
                "///evil.example",
                "javascript:alert(1)",
                "data:text/html,hi",
                "evil.example",
                "http:evil.example",
                " /evil",
                "/ok\r\nSet-Cookie: a=b",
                "/\u0000",
                "/ünïcode",
                "",
            })
    void whereToReturnIsAPathOfTheGatewayOnly(String returnTo) {
        Map<String, String> asked = SignInRig.begin(browser, "?return_to=" + SignInBrowser.encode(returnTo));

        String location = SignInBrowser.location(rig.comeBack(browser, asked));

        assertThat(location).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/oauth/authorize?request=abc&x=%2F%2Fy",
                "/mcp#part",
                "/a/b?redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback&scope=a+b"
            })
    void aPathOfTheGatewayIsReturnedTo(String returnTo) {
        Map<String, String> asked = SignInRig.begin(browser, "?return_to=" + SignInBrowser.encode(returnTo));

        assertThat(SignInBrowser.location(rig.comeBack(browser, asked))).isEqualTo(returnTo);
    }
}
