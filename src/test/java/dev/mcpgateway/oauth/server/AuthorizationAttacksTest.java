package dev.mcpgateway.oauth.server;

import static dev.mcpgateway.testing.OAuthGateway.REDIRECT;
import static dev.mcpgateway.testing.OAuthGateway.VERIFIER;
import static dev.mcpgateway.testing.OAuthGateway.encoded;
import static dev.mcpgateway.testing.OAuthGateway.field;
import static dev.mcpgateway.testing.OAuthGateway.inLocation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.session.SessionRecord;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.OAuthGateway;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways in through the authorization server, each of which must fail. */
class AuthorizationAttacksTest {
    private OAuthGateway gateway;

    @BeforeEach
    void start() {
        gateway = OAuthGateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String error(HttpWire.Answer answer) {
        return new JsonObject(answer.body()).getString("error");
    }

    @Attack(WayIn.TOKEN_OF_ANOTHER_AUDIENCE)
    @Test
    void aTokenForOneAddressIsRefusedAtTheOthers() {
        String client = gateway.register(REDIRECT);
        Map<String, String> request = gateway.request(client);
        request.put("resource", gateway.origin() + "/mcp/docs");
        String token = gateway.signedIn("alice").tokens(request).getString("access_token");

        assertThat(gateway.initialize("/mcp/docs", token).status()).isEqualTo(200);
        for (String other : List.of("/mcp", "/mcp/other", "/mcp/sets/docs", "/sse", "/messages?sessionId=x")) {
            HttpWire.Answer answer = gateway.initialize(other, token);
            assertThat(answer.status()).as(other).isEqualTo(401);
            assertThat(answer.body()).contains("another address");
        }
    }

    @Attack(WayIn.CODE_OF_ANOTHER)
    @Test
    void aCodeIsWorthNothingWithAnotherVerifierClientOrRedirect() {
        String client = gateway.register(REDIRECT);
        String other = gateway.register(REDIRECT);
        String code = gateway.signedIn("alice").code(gateway.request(client));
        Map<String, String> right =
                Map.of("client_id", client, "code", code, "code_verifier", VERIFIER, "redirect_uri", REDIRECT);
        for (String[] wrong : new String[][] {
            {"code_verifier", "another-another-another-another-another-another"},
            {"client_id", other},
            {"redirect_uri", "http://127.0.0.1:7778/callback"},
            {"resource", "http://127.0.0.1/elsewhere"}
        }) {
            Map<String, String> form = new LinkedHashMap<>(right);
            form.put(wrong[0], wrong[1]);
            assertThat(gateway.exchange(form).status()).as(wrong[0]).isEqualTo(400);
        }
        assertThat(gateway.exchange(right).status()).isEqualTo(200);
    }

    @Attack(WayIn.REPLAY)
    @Test
    void aCodeThatComesTwiceEndsWhatItGave() {
        String client = gateway.register(REDIRECT);
        String code = gateway.signedIn("alice").code(gateway.request(client));
        JsonObject tokens = new JsonObject(gateway.exchange(client, code).body());
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isEqualTo(200);

        assertThat(error(gateway.exchange(client, code))).isEqualTo("invalid_grant");
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isEqualTo(401);
        assertThat(error(gateway.refresh(client, tokens.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
    }

    @Attack(WayIn.REPLAY)
    @Test
    void anApprovalIsCompletedOnce() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer toLogin = gateway.decide(gateway.authorize(gateway.request(client)), "approve");
        String comeBack = URLDecoder.decode(
                toLogin.header("location").substring("/oauth/login?return_to=".length()), StandardCharsets.UTF_8);
        gateway.signedIn("alice");
        assertThat(gateway.get(comeBack).status()).isEqualTo(302);
        assertThat(gateway.get(comeBack).status()).isEqualTo(400);
    }

    @Attack(WayIn.REPLAY)
    @Test
    void aRefreshTokenUsedLaterAgainEndsTheFamily() {
        String client = gateway.register(REDIRECT);
        JsonObject first = gateway.signedIn("alice").tokens(client);
        JsonObject second = new JsonObject(
                gateway.refresh(client, first.getString("refresh_token")).body());
        gateway.ahead = Duration.ofSeconds(61);

        assertThat(error(gateway.refresh(client, first.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
        assertThat(error(gateway.refresh(client, second.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
        assertThat(gateway.initialize("/mcp", second.getString("access_token")).status())
                .isEqualTo(401);
    }

    @Attack(WayIn.REPLAY)
    @Test
    void aRefreshTokenUsedAfterItsSuccessorEndsTheFamilyEvenWithinTheGraceTime() {
        String client = gateway.register(REDIRECT);
        JsonObject first = gateway.signedIn("alice").tokens(client);
        JsonObject second = new JsonObject(
                gateway.refresh(client, first.getString("refresh_token")).body());
        JsonObject third = new JsonObject(
                gateway.refresh(client, second.getString("refresh_token")).body());

        assertThat(error(gateway.refresh(client, first.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
        assertThat(error(gateway.refresh(client, third.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
    }

    @Test
    void aMadeUpRefreshTokenEndsNothing() {
        String client = gateway.register(REDIRECT);
        JsonObject tokens = gateway.signedIn("alice").tokens(client);
        String real = tokens.getString("refresh_token");
        String madeUp = real.substring(0, 40) + "A".repeat(real.length() - 40);

        assertThat(error(gateway.refresh(client, madeUp))).isEqualTo("invalid_grant");
        assertThat(gateway.refresh(client, real).status()).isEqualTo(200);
    }

    @Test
    void whoLostTheAnswerGetsTheSameOneAgainFromAnyTask() {
        OAuthGateway.Settings settings = new OAuthGateway.Settings();
        OAuthGateway first = OAuthGateway.with(settings);
        settings.beside = first;
        OAuthGateway other = OAuthGateway.with(settings);
        try (first;
                other) {
            String client = first.register(REDIRECT);
            String refresh = first.signedIn("alice").tokens(client).getString("refresh_token");
            JsonObject answer = new JsonObject(first.refresh(client, refresh).body());
            JsonObject again = new JsonObject(other.refresh(client, refresh).body());

            assertThat(again.getString("refresh_token")).isEqualTo(answer.getString("refresh_token"));
            assertThat(again.getString("access_token")).isEqualTo(answer.getString("access_token"));
            assertThat(other.initialize("/mcp", again.getString("access_token")).status())
                    .isEqualTo(200);
        }
    }

    @Attack(WayIn.CODE_OF_ANOTHER)
    @Test
    void aRefreshTokenOfAnotherClientOrForMoreIsRefused() {
        String client = gateway.register(REDIRECT);
        String other = gateway.register(REDIRECT);
        Map<String, String> request = gateway.request(client);
        request.put("scope", "tools:read");
        request.put("resource", gateway.origin() + "/mcp");
        String refresh = gateway.signedIn("alice").tokens(request).getString("refresh_token");

        assertThat(error(gateway.refresh(other, refresh))).isEqualTo("invalid_grant");
        Map<String, String> form = Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", refresh);
        Map<String, String> more = new LinkedHashMap<>(form);
        more.put("scope", "tools:write");
        assertThat(error(gateway.post("/oauth/token", more))).isEqualTo("invalid_scope");
        Map<String, String> elsewhere = new LinkedHashMap<>(form);
        elsewhere.put("resource", gateway.origin() + "/api");
        assertThat(error(gateway.post("/oauth/token", elsewhere))).isEqualTo("invalid_target");
        assertThat(gateway.post("/oauth/token", form).status()).isEqualTo(200);
    }

    @Attack(WayIn.LOOK_ALIKE_REDIRECT)
    @Test
    void anUnprovenRedirectUriIsShownOnAPageAndNeverFollowed() {
        String client = gateway.register("https://app.example.com/cb");
        for (String evil : List.of(
                "https://app.example.com.evil.example/cb",
                "https://app.example.com@evil.example/cb",
                "https://evil.example/cb",
                "https://app.example.com/cb/..//evil")) {
            Map<String, String> request = gateway.request(client);
            request.put("redirect_uri", evil);
            // Other errors beside it change nothing.
            request.put("response_type", "token");
            HttpWire.Answer answer = gateway.authorize(request);
            assertThat(answer.status()).as(evil).isEqualTo(400);
            assertThat(answer.headers()).doesNotContainKey("location");
            assertThat(answer.body()).startsWith("FAILURE");
        }
        Map<String, String> unknown = gateway.request("mcpgw_client_AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(gateway.authorize(unknown).headers()).doesNotContainKey("location");
    }

    @Attack(WayIn.FORWARDED_HOST)
    @Test
    void forwardedHeadersNameNobody() {
        String[] spoofed = {
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 443",
            "Forwarded: host=evil.example;proto=https"
        };
        for (String path :
                List.of("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server")) {
            assertThat(gateway.get(path, spoofed).body())
                    .contains(gateway.origin())
                    .doesNotContain("evil");
        }
        HttpWire.Answer challenge = gateway.running.post("/mcp", "{}", spoofed).answer();
        assertThat(challenge.header("www-authenticate"))
                .contains(gateway.origin())
                .doesNotContain("evil");
        Map<String, String> request = gateway.request(gateway.register(REDIRECT));
        request.put("resource", "https://evil.example/mcp");
        assertThat(inLocation(gateway.authorize(request, spoofed), "error")).isEqualTo("invalid_target");
    }

    @Attack(WayIn.CONSENT_FORGED)
    @Test
    void consentCannotBeSkippedForgedOrBroughtFromAnotherBrowser() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer page = gateway.signedIn("alice").authorize(gateway.request(client));
        String request = field(page, "request");
        String csrf = field(page, "csrf");
        Map<String, String> approve = Map.of("request", request, "csrf", csrf, "decision", "approve");

        // Straight to the end, with what was never approved.
        assertThat(gateway.get("/oauth/consent/complete?request=" + request).status())
                .isEqualTo(400);
        // Without, or with another, CSRF token.
        assertThat(gateway.post("/oauth/consent", Map.of("request", request, "decision", "approve"))
                        .status())
                .isEqualTo(400);
        assertThat(gateway.post(
                                "/oauth/consent",
                                Map.of("request", request, "csrf", "x" + csrf.substring(1), "decision", "approve"))
                        .status())
                .isEqualTo(400);
        // Edited.
        String edited = request.substring(0, 30) + (request.charAt(30) == 'A' ? 'B' : 'A') + request.substring(31);
        assertThat(gateway.post("/oauth/consent", Map.of("request", edited, "csrf", csrf, "decision", "approve"))
                        .status())
                .isEqualTo(400);
        // From a page of another origin on the same machine, which the listener lets in.
        assertThat(gateway.post("/oauth/consent", approve, "Origin: http://localhost:1")
                        .status())
                .isEqualTo(400);
        // From another browser, in which somebody else is signed in.
        gateway.forgetCookies();
        assertThat(gateway.signedIn("bob").post("/oauth/consent", approve).status())
                .isEqualTo(400);
        gateway.authorize(gateway.request(client));
        assertThat(gateway.post("/oauth/consent", approve).status()).isEqualTo(400);
    }

    @Attack(WayIn.CONSENT_FORGED)
    @Test
    void anApprovalIsNotForWhoSignedInInstead() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer page = gateway.signedIn("alice").authorize(gateway.request(client));
        gateway.signedIn("bob");
        assertThat(gateway.decide(page, "approve").status()).isEqualTo(400);
    }

    @Attack(WayIn.CONSENT_FORGED)
    @Test
    void anApprovalSentToSomebodyElseConnectsNothing() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer toLogin = gateway.decide(gateway.authorize(gateway.request(client)), "approve");
        String comeBack = URLDecoder.decode(
                toLogin.header("location").substring("/oauth/login?return_to=".length()), StandardCharsets.UTF_8);
        gateway.forgetCookies();
        assertThat(gateway.signedIn("victim").get(comeBack).status()).isEqualTo(400);
    }

    @Test
    void aRequestForConsentIsOverAfterItsTime() {
        String client = gateway.register(REDIRECT);
        HttpWire.Answer page = gateway.signedIn("alice").authorize(gateway.request(client));
        gateway.ahead = Duration.ofMinutes(11);
        assertThat(gateway.decide(page, "approve").status()).isEqualTo(400);
    }

    @Test
    void aParameterThatComesTwiceIsRefused() {
        String client = gateway.register(REDIRECT);
        assertThat(gateway.get("/oauth/authorize?" + encoded(gateway.request(client))
                                + "&redirect_uri=https%3A%2F%2Fevil.example")
                        .headers())
                .doesNotContainKey("location");
    }

    @Attack(WayIn.LEAVER)
    @Test
    void aLeaverLosesTheRefreshTokenTheSessionsAndTheStreams() {
        String client = gateway.register(REDIRECT);
        JsonObject tokens = gateway.signedIn("alice").tokens(client);
        String access = "Authorization: Bearer " + tokens.getString("access_token");
        String session =
                gateway.initialize("/mcp", tokens.getString("access_token")).header("mcp-session-id");
        HttpWire stream = gateway.running.stream(session, access);
        gateway.stillThere = person -> Future.succeededFuture(false);
        gateway.ahead = Duration.ofMinutes(61);

        assertThat(error(gateway.refresh(client, tokens.getString("refresh_token"))))
                .isEqualTo("invalid_grant");
        assertThat(gateway.asked).hasSize(1);
        assertThat(stream.data()).isNull();
        assertThat(gateway.running.sessions.size()).isZero();
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isEqualTo(401);
    }

    @Attack(WayIn.LEAVER)
    @Test
    void whatALeaverHadOpenIsDeletedByWhicheverTaskHearsOfIt() {
        gateway.running.sessions.listIn(gateway.authorization.personSessions());
        String token =
                gateway.signedIn("alice").tokens(gateway.register(REDIRECT)).getString("access_token");
        String session = gateway.initialize("/mcp", token).header("mcp-session-id");
        String alice = gateway.running.sessions.live(session).record().principal();
        await().until(() ->
                RunningGateway.join(gateway.authorization.personSessions().of(alice))
                                .size()
                        == 1);
        OAuthGateway.Settings beside = new OAuthGateway.Settings();
        beside.beside = gateway;
        try (OAuthGateway other = OAuthGateway.with(beside)) {
            RunningGateway.join(other.authorization.revokePerson(alice));
        }

        assertThat(RunningGateway.join(gateway.running.store.get(SessionRecord.key(session))))
                .isEmpty();
    }

    @Test
    void aProviderThatDoesNotAnswerEndsNothing() {
        String client = gateway.register(REDIRECT);
        String refresh = gateway.signedIn("alice").tokens(client).getString("refresh_token");
        gateway.stillThere = person -> Future.failedFuture("away");
        gateway.ahead = Duration.ofMinutes(61);
        assertThat(gateway.refresh(client, refresh).status()).isEqualTo(200);
    }

    @Test
    void aRevocationReachesTheStreamsOfAnotherTask() {
        OAuthGateway.Settings settings = new OAuthGateway.Settings();
        OAuthGateway first = OAuthGateway.with(settings);
        settings.beside = first;
        OAuthGateway other = OAuthGateway.with(settings);
        try (first;
                other) {
            other.revocations.start();
            String client = first.register(REDIRECT);
            JsonObject tokens = first.signedIn("alice").tokens(client);
            String session =
                    other.initialize("/mcp", tokens.getString("access_token")).header("mcp-session-id");
            HttpWire stream =
                    other.running.stream(session, "Authorization: Bearer " + tokens.getString("access_token"));

            RunningGateway.join(first.authorization
                    .clients()
                    .revoke(OAuthGateway.person("alice").id(), client));

            assertThat(stream.data()).isNull();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> other.initialize("/mcp", tokens.getString("access_token"))
                                    .status()
                            == 401);
        }
    }

    @Test
    void aRevokedClientLosesWhatAnybodyGaveIt() {
        String client = gateway.register(REDIRECT);
        String token = gateway.signedIn("alice").tokens(client).getString("access_token");
        RunningGateway.join(gateway.authorization.revokeClient(client));
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(401);
    }

    @Test
    void aClientEndsItsGrantAndNoOtherDoes() {
        String client = gateway.register(REDIRECT);
        String other = gateway.register(REDIRECT);
        JsonObject tokens = gateway.signedIn("alice").tokens(client);
        String token = tokens.getString("access_token");

        assertThat(gateway.post("/oauth/revoke", Map.of("client_id", other, "token", token))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(200);
        assertThat(gateway.post(
                                "/oauth/revoke",
                                Map.of("client_id", client, "token", tokens.getString("refresh_token")))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.initialize("/mcp", token).status()).isEqualTo(401);
    }

    @Test
    void registrationIsLimited() {
        gateway.running.config = dev.mcpgateway.config.Settings.with(
                gateway.running.config,
                "auth",
                dev.mcpgateway.config.Settings.with(
                        gateway.running.config.auth(),
                        "clients",
                        dev.mcpgateway.config.Settings.with(
                                gateway.running.config.auth().clients(), "registrationsPerMinute", 1)));
        gateway.register(REDIRECT);
        HttpWire.Answer refused = gateway.register(new JsonObject());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isNotNull();
    }

    @Test
    void withoutTheStoreEveryAnswerSaysToComeBack() {
        String client = gateway.register(REDIRECT);
        JsonObject tokens = gateway.signedIn("alice").tokens(client);
        String code = gateway.code(gateway.request(client));
        gateway.initialize("/mcp", tokens.getString("access_token"));
        gateway.store.down = true;
        for (HttpWire.Answer answer : List.of(
                gateway.register(
                        new JsonObject().put("redirect_uris", new io.vertx.core.json.JsonArray().add(REDIRECT))),
                gateway.exchange(client, code),
                gateway.refresh(client, tokens.getString("refresh_token")),
                gateway.authorize(gateway.request(client)))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(answer.body()).doesNotContain("switched off");
        }
        // What this task knows goes on; what it does not know has to wait.
        gateway.ahead = Duration.ofSeconds(30);
        assertThat(gateway.initialize("/mcp", tokens.getString("access_token")).status())
                .isNotEqualTo(401);
    }

    @Attack(WayIn.MONSTROUS_JSON)
    @Test
    void oversizedAndDeeplyNestedMetadataIsRefused() {
        String deep = "[".repeat(30_000) + "]".repeat(30_000);
        for (String body :
                List.of("{\"x\":\"" + "x".repeat(70_000) + "\"}", deep, "{\"redirect_uris\":" + deep + "}")) {
            HttpWire.Answer answer = gateway.running
                    .wire()
                    .send("POST", "/oauth/register", body, "Content-Type: application/json")
                    .answer();
            assertThat(answer.status()).isBetween(400, 413);
        }
    }
}
