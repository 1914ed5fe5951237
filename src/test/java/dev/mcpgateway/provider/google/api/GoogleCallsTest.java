package dev.mcpgateway.provider.google.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.testing.ScriptedGoogle;
import dev.mcpgateway.testing.ScriptedGoogle.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleCallsTest {
    private static final String LABELS = "GET /gmail/v1/users/me/labels";
    private static final String SEND = "POST /gmail/v1/users/me/messages/send";
    private static final JsonObject NOTHING = new JsonObject();
    private static final JsonObject MAIL =
            new JsonObject("{\"to\":[\"bob@example.com\"],\"subject\":\"Hi\",\"body\":\"Hi\"}");

    private Vertx vertx;
    private ScriptedGoogle google;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        google = new ScriptedGoogle(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        google.stop();
        vertx.close().await();
    }

    private void granted(String... scopes) {
        google.granted = Set.of(scopes);
    }

    @Test
    void aBusyServiceIsAskedAgain() throws Exception {
        google.on(
                LABELS,
                Answer.error(429, "rateLimitExceeded", "Slow down"),
                Answer.error(403, "userRateLimitExceeded", "User-rate limit exceeded"),
                Answer.error(503, "backendError", "Backend Error"),
                Answer.ok("{\"labels\":[]}"));

        assertThat(google.result("gmail_list_labels", NOTHING).getJsonArray("labels"))
                .isEmpty();
        assertThat(google.asked).hasSize(4);
    }

    @Test
    void retryAfterIsWaitedFor() throws Exception {
        google.on(
                LABELS, Answer.error(429, "rateLimitExceeded", "Slow down").with("Retry-After", "1"), Answer.ok("{}"));
        long begin = System.nanoTime();

        google.result("gmail_list_labels", NOTHING);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRetryAfterBeyondTheEndOfTheCallIsToldAtOnce() throws Exception {
        google.on(LABELS, Answer.error(429, "rateLimitExceeded", "Slow down").with("Retry-After", "3600"));

        JsonObject told = google.failure("gmail_list_labels", NOTHING);

        assertThat(told.getString("code")).isEqualTo("rate_limited");
        assertThat(told.getString("hint")).contains("3600 s");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aWriteWhoseOutcomeIsUnknownSaysSoAndIsNotRepeated() throws Exception {
        google.on(SEND, Answer.broken());

        assertThat(google.failure("gmail_send", MAIL).getString("code")).isEqualTo("outcome_unknown");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aWriteThatGoogleFailsAtIsNotRepeated() throws Exception {
        google.on(SEND, Answer.error(500, "backendError", "Backend Error"));

        assertThat(google.failure("gmail_send", MAIL).getString("code")).isEqualTo("outcome_unknown");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aWriteThatGoogleRefusesForItsRateIsNotDone() throws Exception {
        google.on(SEND, Answer.error(403, "rateLimitExceeded", "Too many"));

        JsonObject told = google.failure("gmail_send", MAIL);

        assertThat(told.getString("code")).isEqualTo("rate_limited");
        assertThat(told.getString("hint")).contains("Nothing was done");
        assertThat(google.asked).hasSize(1);
    }

    @Test
    void aWriteWithoutAConnectionWasNotSent() throws Exception {
        google.setUrls(URI.create("http://127.0.0.1:1"));

        JsonObject told = google.failure("gmail_send", MAIL);

        assertThat(told.getString("code")).isEqualTo("upstream_unavailable");
        assertThat(told.getString("message")).contains("Nothing was sent");
    }

    @Test
    void aHangingServiceIsGivenUp() throws Exception {
        google.delayMillis = 5_000;
        google.limit("requestTimeout", Duration.ofMillis(100));
        google.limit("attempts", 1);

        assertThat(google.failure("gmail_list_labels", NOTHING).getString("code"))
                .isEqualTo("upstream_unavailable");
    }

    @Test
    void anAnswerThatIsTooLargeIsNotRead() throws Exception {
        google.answersWhatGoogleWouldNot();
        google.limit("responseSize", 1_000L);
        google.on(LABELS, Answer.ok(new JsonObject().put("filler", "x".repeat(5_000))));

        assertThat(google.failure("gmail_list_labels", NOTHING).getString("message"))
                .contains("more than 1000 bytes");
    }

    @Test
    void eachErrorHasItsCode() throws Exception {
        Map<String, Answer> errors = new TreeMap<>(Map.of(
                "invalid_argument", Answer.error(400, "invalidArgument", "Invalid q"),
                "token_expired", Answer.error(401, "authError", "Invalid Credentials"),
                "insufficient_scope", Answer.error(403, "insufficientPermissions", "Insufficient Permission"),
                "gmail_api_error", Answer.error(403, "failedPrecondition", "Mail service not enabled"),
                "not_found", Answer.error(404, "notFound", "Not Found")));
        for (Map.Entry<String, Answer> error : errors.entrySet()) {
            google.on(LABELS, error.getValue());
            assertThat(google.failure("gmail_list_labels", NOTHING).getString("code"))
                    .isEqualTo(error.getKey());
        }
    }

    @Test
    void aToolWithoutItsScopeAnswersWithTheLinkThatGrantsExactlyThat() throws Exception {
        granted("https://www.googleapis.com/auth/gmail.readonly");

        JsonObject told = google.failure("gmail_send", MAIL);

        assertThat(told.getString("code")).isEqualTo("insufficient_scope");
        assertThat(told.getString("hint"))
                .endsWith("https://gw.example.com/connect/google?scope="
                        + "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fgmail.send&for=mark-of-1001");
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aPartialGrantServesTheToolsThatItIsEnoughFor() throws Exception {
        granted("https://www.googleapis.com/auth/gmail.modify");
        google.on(LABELS, Answer.ok("{}"));

        assertThat(google.result("gmail_list_labels", NOTHING)).isNotNull();
        assertThat(google.failure("calendar_list_events", NOTHING).getString("code"))
                .isEqualTo("insufficient_scope");
    }

    @Test
    void anEndedSignInSaysHowToSignInAgain() throws Exception {
        google.grants = person -> Future.failedFuture(new GoogleGrants.GrantOver("The sign-in at Google has ended."));

        JsonObject told = google.failure("gmail_list_labels", NOTHING);

        assertThat(told.getString("code")).isEqualTo("token_expired");
        assertThat(told.getString("hint")).contains("https://gw.example.com/oauth/login?provider=google");
    }

    @Test
    void aTokenThatCannotBeRenewedNowIsNoReasonToSignInAgain() throws Exception {
        google.grants = person -> Future.failedFuture(new GoogleGrants.GrantAway("no connection"));

        JsonObject told = google.failure("gmail_list_labels", NOTHING);

        assertThat(told.getString("code")).isEqualTo("upstream_unavailable");
        assertThat(told.getString("hint")).contains("nobody has to sign in again");
    }

    @Test
    void eachPersonActsWithTheirOwnToken() throws Exception {
        google.on(
                "GET /oauth2/v2/userinfo",
                asked -> Answer.ok(new JsonObject()
                        .put("id", asked.authorization().replaceFirst(".*/", ""))
                        .put("email", asked.authorization().replaceFirst(".*/", "") + "@example.com")));
        Person bob = new Person(ScriptedGoogle.ANN.issuer(), "2002", "bob@example.com", "example.com", Set.of());

        assertThat(google.result("whoami", NOTHING).getString("email")).isEqualTo("1001@example.com");
        assertThat(google.call(bob, "whoami", NOTHING)
                        .getJsonObject("structuredContent")
                        .getString("email"))
                .isEqualTo("2002@example.com");
    }

    @Test
    void theTokenOfAnotherAccountIsNeverTakenForThePersons() throws Exception {
        google.on("GET /oauth2/v2/userinfo", Answer.ok("{\"id\":\"2002\",\"email\":\"bob@example.com\"}"));

        JsonObject told = google.failure("whoami", NOTHING);

        assertThat(told.getString("code")).isEqualTo("not_allowed");
        assertThat(told.encode()).doesNotContain("bob@");
    }

    @Test
    void noFailureHasTheToken() throws Exception {
        for (Answer answer : new Answer[] {
            Answer.error(401, "authError", "Invalid Credentials"), Answer.error(400, "bad", "no"), Answer.broken()
        }) {
            google.on(SEND, answer);
            assertThat(google.failure("gmail_send", MAIL).encode()).doesNotContain(ScriptedGoogle.TOKEN);
        }
    }

    @Test
    void readOnlyHidesEveryToolThatWrites() throws Exception {
        google.config = Settings.with(google.config, "readOnly", true);

        assertThat(google.tools())
                .isNotEmpty()
                .allSatisfy(tool -> assertThat(
                                ((JsonObject) tool).getJsonObject("annotations").getBoolean("readOnlyHint"))
                        .isTrue());
    }

    @Test
    void aCallThatIsCancelledLeavesNoRequestOpenAndSendsNoMore() throws Exception {
        google.on(LABELS, Answer.ok("{}"));
        google.delayMillis = 60_000;

        Call call = google.begin("gmail_list_labels", NOTHING);
        await().until(() -> google.asked.size() == 1);
        call.cancel();

        await().untilAsserted(() -> assertThat(google.outcomes).containsExactly("GMAIL NO_ANSWER"));
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(google.asked).hasSize(1));
    }

    @Test
    void whatBecameOfEachRequestIsCounted() throws Exception {
        google.on(
                LABELS,
                Answer.error(429, "rateLimitExceeded", "Slow down"),
                Answer.error(503, "backendError", "Backend Error"),
                Answer.broken(),
                Answer.ok("{}"));
        google.result("gmail_list_labels", NOTHING);
        google.failure("gmail_get", new JsonObject("{\"messageId\":\"none\"}"));

        assertThat(google.outcomes)
                .containsExactly("GMAIL BUSY", "GMAIL FAILED", "GMAIL NO_ANSWER", "GMAIL OK", "GMAIL REFUSED");
    }

    @Test
    void aServiceThatIsOffHasNoTools() throws Exception {
        google.config = Settings.with(
                google.config, "services", new GoogleToolsConfig.Services(false, true, false, false, false, false));

        assertThat(google.tools().encode()).contains("\"calendar_").doesNotContain("\"gmail_");
    }

    /** Four bytes a token is what tokenizers make of JSON at worst. */
    @Test
    void theDescriptionsOfAServiceStayWithinTheirBudget() throws Exception {
        Map<String, Integer> bytes = new TreeMap<>();
        for (Object entry : google.tools()) {
            JsonObject tool = (JsonObject) entry;
            String text = tool.getString("name")
                    + tool.getString("description")
                    + tool.getJsonObject("inputSchema").encode();
            bytes.merge(
                    tool.getString("name").replaceFirst("_.*", ""),
                    text.getBytes(StandardCharsets.UTF_8).length,
                    Integer::sum);
        }
        assertThat(bytes).allSatisfy((service, size) -> assertThat(size / 4).isLessThanOrEqualTo(2_500));
    }
}
