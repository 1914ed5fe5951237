package dev.mcpgateway.oauth.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;
import dev.mcpgateway.protocol.CredentialsRefused;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.testing.ProtectedUpstream;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedAuthorizationServer;
import dev.mcpgateway.testing.SignInBrowser;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People's own accounts at an upstream, against an upstream and an authorization server on real sockets. */
class UpstreamAccountsTest {
    private static final String ORIGIN = "https://gateway.example.com";
    private static final BrowserSession ALICE = browser("alice", "a-1");
    private static final BrowserSession BOB = browser("bob", "b-1");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final MemoryStore store = new MemoryStore(vertx, now::get, Duration.ofHours(1));
    private final List<String> inside = new CopyOnWriteArrayList<>();
    private final List<String> renewals = new CopyOnWriteArrayList<>();
    private volatile GatewayConfig config = GatewayConfig.defaults();
    private ScriptedAuthorizationServer server;
    private ProtectedUpstream upstream;
    private UpstreamAccounts accounts;
    private ConnectFlow flow;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedAuthorizationServer(vertx);
        upstream = new ProtectedUpstream(vertx, server.url());
        upstream.lets = server.good::contains;
        configure(allowing(server.url()));
        accounts = task();
        flow = new ConnectFlow(accounts);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private static BrowserSession browser(String name, String session) {
        Person person = new Person("https://idp", name, name + "@example.com", "example.com", Set.of());
        return new BrowserSession(session, person, "csrf", Instant.now());
    }

    private UpstreamAccounts task() {
        return new UpstreamAccounts(new UpstreamAccounts.Parts(
                vertx,
                () -> config,
                store,
                new GuardedFetch(vertx),
                (person, name) -> {},
                () -> ORIGIN,
                giver -> outcome -> renewals.add(giver + " " + outcome),
                now::get));
    }

    private static UpstreamOAuthConfig allowing(String... origins) {
        return Settings.with(UpstreamOAuthConfig.defaults(), "allowedOrigins", List.of(origins));
    }

    private void configure(UpstreamOAuthConfig oauth) {
        configure(upstream.url(), oauth);
    }

    private void configure(URI url, UpstreamOAuthConfig oauth) {
        CredentialsConfig credentials =
                Settings.with(CredentialsConfig.of(CredentialsConfig.Kind.OAUTH), "oauth", oauth);
        config = GatewayConfig.defaults()
                .withAuth(GatewayConfig.defaults().auth().withMode(AuthConfig.Mode.SIGN_IN))
                .withUpstreams(List.of(UpstreamConfig.http("up", url).withCredentials(credentials)));
    }

    private Credentials credentials() {
        return accounts.credentials(config.upstreams().get("up"));
    }

    private static <T> T join(Future<T> future) {
        return RunningGateway.join(future);
    }

    private String begin(BrowserSession browser) {
        return join(flow.begin(browser, "up", ORIGIN));
    }

    private Set<String> finish(BrowserSession browser, String callback) {
        Map<String, String> query = SignInBrowser.query(callback);
        return join(flow.finish(
                browser,
                new ConnectFlow.Answer(
                        "up", query.get("state"), query.get("code"), query.get("iss"), query.get("error"))));
    }

    private void connect(BrowserSession browser) {
        finish(browser, server.agree(begin(browser)));
    }

    /** The {@code Authorization} that goes with this person's requests; fails as a call would. */
    private String sent(BrowserSession browser) {
        join(credentials().ready(browser.person()));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        credentials().addTo(headers, browser.person());
        return headers.get("Authorization");
    }

    private void later(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Test
    void aPersonConnectsAndOnlyTheirRequestsCarryTheirToken() {
        assertThat(catchThrowable(() -> sent(ALICE)))
                .isInstanceOf(NotConnected.class)
                .hasMessageContaining(ORIGIN + "/connect/up?for=");

        String authorization = begin(ALICE);
        assertThat(authorization).startsWith(server.url() + "/authorize?");
        assertThat(SignInBrowser.query(authorization))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("resource", upstream.url().toString())
                .containsEntry("redirect_uri", ORIGIN + "/connect/up/callback");
        finish(ALICE, server.agree(authorization));

        assertThat(sent(ALICE)).startsWith("Bearer access-");
        assertThat(catchThrowable(() -> sent(BOB))).isInstanceOf(NotConnected.class);
        assertThat(upstream.looked).containsExactly("/.well-known/oauth-protected-resource/mcp");
    }

    @Test
    void allPeopleAndTasksShareOneRegistration() {
        connect(ALICE);
        accounts = task();
        flow = new ConnectFlow(accounts);
        connect(BOB);

        assertThat(server.asked("/register")).hasSize(1);
        assertThat(server.asked("/register").getFirst().body())
                .contains("\"redirect_uris\":[\"" + ORIGIN + "/connect/up/callback\"]");
        assertThat(sent(ALICE)).isNotEqualTo(sent(BOB));
    }

    @Test
    void aServerThatTakesDocumentsIsGivenTheGatewaysOwn() {
        server.document = document -> document.put("client_id_metadata_document_supported", true);

        connect(ALICE);

        assertThat(server.asked("/register")).isEmpty();
        assertThat(server.asked("/token").getFirst().form())
                .containsEntry("client_id", ORIGIN + "/connect/up/client.json");
    }

    @Test
    void aRegisteredClientProvesItselfAndIsNeitherPublishedNorRegistered() {
        configure(Settings.with(
                Settings.with(
                        Settings.with(UpstreamOAuthConfig.defaults(), "issuer", URI.create(server.url())),
                        "clientId",
                        "by:hand"),
                "clientSecret",
                Secret.of("s&cret")));
        server.document = document -> document.put("client_id_metadata_document_supported", true)
                .put("token_endpoint_auth_methods_supported", new JsonArray().add("client_secret_basic"));
        server.token = request -> request.response().setStatusCode(503).end();

        String callback = server.agree(begin(ALICE));
        assertThat(catchThrowable(() -> finish(ALICE, callback))).isInstanceOf(ServerFailure.class);

        assertThat(SignInBrowser.query(callback)).doesNotContainKey("error");
        assertThat(server.asked("/register")).isEmpty();
        String basic = server.asked("/token").getFirst().authorization();
        assertThat(new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("by%3Ahand:s%26cret");
    }

    @Test
    void theMetadataIsLookedForAtBothPlacesAndThenAtTheOriginItself() throws Exception {
        upstream.challenge = null;
        upstream.metadata = null;

        assertThat(catchThrowable(() -> begin(ALICE))).isInstanceOf(ServerFailure.class);

        assertThat(upstream.looked)
                .containsExactly(
                        "/.well-known/oauth-protected-resource/mcp",
                        "/.well-known/oauth-protected-resource",
                        "/.well-known/oauth-authorization-server",
                        "/.well-known/openid-configuration");
    }

    @Test
    void theScopesAreThoseOfTheChallengeElseThoseOfTheMetadata() {
        upstream.metadata.put("scopes_supported", new JsonArray().add("all").add("read"));
        assertThat(SignInBrowser.query(begin(ALICE))).containsEntry("scope", "all read");

        upstream.challenge += ", scope=\"read\"";
        server.document = document -> document.put("scopes_supported", new JsonArray().add("offline_access"));
        later(Duration.ofMinutes(11));
        assertThat(SignInBrowser.query(begin(ALICE)))
                .containsEntry("scope", "offline_access read")
                .containsEntry("prompt", "consent");
    }

    @Attack(WayIn.LINK_OF_ANOTHER)
    @Test
    void nobodyFinishesWhatSomebodyElseOrAnotherBrowserBegan() {
        String callback = server.agree(begin(ALICE));

        for (BrowserSession other : List.of(BOB, browser("alice", "a-2"))) {
            assertThat(catchThrowable(() -> finish(other, callback)))
                    .isInstanceOfSatisfying(
                            ConnectFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.OTHER_PERSON));
        }

        assertThat(server.asked("/token")).isEmpty();
        assertThat(catchThrowable(() -> sent(BOB))).isInstanceOf(NotConnected.class);
        finish(ALICE, callback);
        assertThat(sent(ALICE)).startsWith("Bearer ");
    }

    @Attack(WayIn.REPLAY)
    @Test
    void aStateWorksOnceAndNotForLong() {
        String callback = server.agree(begin(ALICE));
        finish(ALICE, callback);
        assertThat(catchThrowable(() -> finish(ALICE, callback))).isInstanceOf(ConnectFailure.class);

        String late = server.agree(begin(ALICE));
        later(Duration.ofMinutes(11));
        assertThat(catchThrowable(() -> finish(ALICE, late))).isInstanceOf(ConnectFailure.class);
        assertThat(server.asked("/token")).hasSize(1);
    }

    @Attack(WayIn.SERVER_MIX_UP)
    @Test
    void anAnswerOfAnotherServerIsGivenToNobody() {
        for (String issuer : new String[] {"https://honest.example", server.url() + "/", null}) {
            String callback = server.agree(begin(ALICE), issuer);
            assertThat(catchThrowable(() -> finish(ALICE, callback)))
                    .isInstanceOfSatisfying(
                            ConnectFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.OTHER_SERVER));
        }
        assertThat(server.asked("/token")).isEmpty();
    }

    @Attack(WayIn.SERVER_MIX_UP)
    @Test
    void anAnswerToAnotherUpstreamsCallbackIsGivenToNobody() {
        Map<String, String> query = SignInBrowser.query(server.agree(begin(ALICE)));
        assertThat(catchThrowable(() -> join(flow.finish(
                        ALICE,
                        new ConnectFlow.Answer(
                                "other", query.get("state"), query.get("code"), query.get("iss"), null)))))
                .isInstanceOf(ConnectFailure.class);
        assertThat(server.asked("/token")).isEmpty();
    }

    @Attack(WayIn.SERVER_MIX_UP)
    @Test
    void aServerThatSaysItIsAnotherIssuerIsNotBelieved() {
        server.document = document -> document.put("issuer", "https://honest.example");
        assertThat(catchThrowable(() -> begin(ALICE))).hasMessageContaining("another issuer");
    }

    @Test
    void aServerWithoutPkceIsNotUsed() {
        server.document = document -> document.remove("code_challenge_methods_supported");
        assertThat(catchThrowable(() -> begin(ALICE))).hasMessageContaining("PKCE");
    }

    private String listenInside() throws Exception {
        HttpServer hidden = vertx.createHttpServer().requestHandler(request -> {
            inside.add(request.path());
            request.response().end("{}");
        });
        return "http://127.0.0.1:"
                + hidden.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    }

    @Attack(WayIn.UPSTREAM_METADATA_INWARDS)
    @Test
    void metadataThatPointsInwardsLeadsNowhere() throws Exception {
        String hidden = listenInside();
        List<String> inwards = List.of(
                hidden,
                hidden.replace("http:", "https:"),
                "https://169.254.169.254",
                "https://10.0.0.1",
                "file:///etc");
        String honest = upstream.challenge;
        for (String address : inwards) {
            upstream.challenge = "Bearer resource_metadata=\"" + address + "/latest/meta-data\"";
            leadsNowhere(address);
        }
        upstream.challenge = honest;
        for (String address : inwards) {
            upstream.metadata.put("authorization_servers", new JsonArray().add(address));
            leadsNowhere(address);
        }
        upstream.metadata.put("authorization_servers", new JsonArray().add(server.url()));
        for (String endpoint : List.of("authorization_endpoint", "token_endpoint", "registration_endpoint")) {
            server.document = document -> document.put(endpoint, hidden + "/" + endpoint);
            assertThat(catchThrowable(() -> begin(ALICE))).as(endpoint).isInstanceOf(ServerFailure.class);
        }
        assertThat(inside).isEmpty();
    }

    private void leadsNowhere(String address) {
        assertThat(catchThrowable(() -> begin(ALICE)))
                .as(address)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining(
                        address.startsWith("https:") ? "not on the public internet" : "has to be an https address");
    }

    @Attack(WayIn.UPSTREAM_METADATA_INWARDS)
    @Test
    void metadataThatRedirectsInwardsLeadsNowhere() throws Exception {
        String hidden = listenInside();
        for (String path :
                List.of("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource")) {
            upstream.redirects.put(path, hidden + path);
        }
        assertThat(catchThrowable(() -> begin(ALICE))).isInstanceOf(ServerFailure.class);
        assertThat(upstream.looked).contains("/.well-known/oauth-protected-resource/mcp");
        assertThat(inside).isEmpty();
    }

    @Attack(WayIn.UPSTREAM_METADATA_INWARDS)
    @Test
    void aServerOnTheMachineIsUsedOnlyWhereTheOperatorAllowsIt() {
        configure(UpstreamOAuthConfig.defaults());
        assertThat(catchThrowable(() -> begin(ALICE)))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("allowedOrigins");
        assertThat(server.asked).isEmpty();
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void codesAndRefreshTokensAreNotSentOverARedirect() throws Exception {
        String hidden = listenInside();
        String callback = server.agree(begin(ALICE));
        server.token = request -> request.response()
                .setStatusCode(307)
                .putHeader("location", hidden + "/token")
                .end();
        assertThat(catchThrowable(() -> finish(ALICE, callback))).isInstanceOf(ServerFailure.class);
        server.token = null;
        connect(ALICE);
        server.token = request -> request.response()
                .setStatusCode(307)
                .putHeader("location", hidden + "/token")
                .end();
        later(Duration.ofMinutes(56));
        sent(ALICE);
        assertThat(inside).isEmpty();
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void anUpstreamGetsNoTokenThatIsForAnotherOne() {
        for (String resource : List.of(
                "https://honest.example/mcp",
                upstream.origin() + "/other",
                upstream.url() + "x",
                upstream.origin() + ".honest.example/mcp")) {
            upstream.metadata.put("resource", resource);
            assertThat(catchThrowable(() -> begin(ALICE))).as(resource).hasMessageContaining("another resource");
        }
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void aTokenIsNotSentToAnotherAddressOfTheSameName() throws Exception {
        connect(ALICE);
        ProtectedUpstream other = new ProtectedUpstream(vertx, server.url());
        configure(other.url(), allowing(server.url()));

        assertThat(catchThrowable(() -> sent(ALICE))).isInstanceOf(NotConnected.class);

        configure(allowing(server.url()));
        assertThat(sent(ALICE)).startsWith("Bearer ");
    }

    @Test
    void aTokenIsRenewedBeforeItsEndByOneTaskForAll() {
        connect(ALICE);
        String first = sent(ALICE);
        later(Duration.ofMinutes(54));
        assertThat(sent(ALICE)).isEqualTo(first);

        later(Duration.ofMinutes(2));
        List<Future<Void>> all = new ArrayList<>();
        UpstreamAccounts other = task();
        for (int i = 0; i < 20; i++) {
            all.add(credentials().ready(ALICE.person()));
            all.add(other.credentials(config.upstreams().get("up")).ready(ALICE.person()));
        }
        join(Future.all(all));

        assertThat(sent(ALICE)).isNotEqualTo(first);
        assertThat(renewals).containsExactly("up RENEWED");
        assertThat(server.asked("/token")).hasSize(2);
        assertThat(server.asked("/token").getLast().form())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("resource", upstream.url().toString());
    }

    @Test
    void aGrantThatTheServerEndedIsDeleted() {
        connect(ALICE);
        server.renewable.clear();
        later(Duration.ofMinutes(56));

        assertThat(catchThrowable(() -> sent(ALICE))).isInstanceOf(NotConnected.class);
        assertThat(join(accounts.isConnected(ALICE.person(), "up"))).isFalse();
        assertThat(renewals).containsExactly("up ENDED");
    }

    @Test
    void aServerThatDoesNotAnswerEndsNothing() throws Exception {
        connect(ALICE);
        String first = sent(ALICE);
        server.token = request -> request.connection().close();
        later(Duration.ofMinutes(56));
        assertThat(sent(ALICE)).as("good for four minutes more").isEqualTo(first);
        assertThat(renewals).containsExactly("up FAILED");

        later(Duration.ofMinutes(5));
        assertThat(catchThrowable(() -> sent(ALICE)))
                .isInstanceOf(McpError.class)
                .isNotInstanceOf(NotConnected.class)
                .hasMessageContaining("try again later");
        assertThat(join(accounts.isConnected(ALICE.person(), "up"))).isTrue();

        server.token = null;
        assertThat(sent(ALICE)).isNotEqualTo(first);
    }

    private Throwable refused(BrowserSession browser, int status, String challenge, boolean again) {
        return catchThrowable(() ->
                join(credentials().refused(browser.person(), new CredentialsRefused("no", status, challenge), again)));
    }

    @Test
    void aTokenThatTheUpstreamRefusesIsRenewedOnce() {
        connect(ALICE);
        String first = sent(ALICE);
        later(Duration.ofMinutes(1));

        assertThat(refused(ALICE, 401, "Bearer error=\"invalid_token\"", false)).isNull();
        assertThat(sent(ALICE)).isNotEqualTo(first);
        assertThat(refused(ALICE, 401, "Bearer error=\"invalid_token\"", true)).isInstanceOf(NotConnected.class);
        assertThat(server.asked("/token")).hasSize(2);
    }

    @Test
    void anUpstreamThatWantsMoreIsAskedForAllOfItTheNextTime() {
        upstream.challenge += ", scope=\"read\"";
        connect(ALICE);
        sent(ALICE);

        assertThat(refused(ALICE, 403, "Bearer error=\"insufficient_scope\", scope=\"write admin\"", false))
                .isInstanceOf(NotConnected.class)
                .hasMessageContaining("(admin write)");
        assertThat(SignInBrowser.query(begin(ALICE)).get("scope").split(" "))
                .containsExactlyInAnyOrder("read", "write", "admin");
        assertThat(refused(ALICE, 403, "Bearer", false)).isInstanceOf(CredentialsRefused.class);
    }

    @Test
    void whatIsDisconnectedIsDeletedHereAndRevokedThere() {
        connect(ALICE);
        connect(BOB);
        sent(ALICE);

        join(accounts.disconnect(ALICE.person(), "up"));

        assertThat(catchThrowable(() -> sent(ALICE))).isInstanceOf(NotConnected.class);
        assertThat(sent(BOB)).startsWith("Bearer ");
        await().until(() -> !server.asked("/revoke").isEmpty());
        assertThat(server.asked("/revoke").getFirst().form())
                .containsEntry("token_type_hint", "refresh_token")
                .containsKey("token");
    }

    @Test
    void aTokenThatIsNoneOrOfAnotherTypeIsNotKept() {
        for (var spoil : List.<Consumer<JsonObject>>of(
                tokens -> tokens.put("token_type", "DPoP"),
                tokens -> tokens.put("access_token", "a\r\nX-Injected: 1"),
                tokens -> tokens.remove("access_token"))) {
            server.answer = spoil;
            assertThat(catchThrowable(() -> connect(ALICE))).isInstanceOf(ServerFailure.class);
        }
        assertThat(join(accounts.isConnected(ALICE.person(), "up"))).isFalse();
    }
}
