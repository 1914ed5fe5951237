package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.CredentialsConfig.Kind;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.SigningConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.upstream.bridge.Interaction;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.credentials.CredentialsOf;
import dev.mcpgateway.provider.upstream.credentials.SigningKeys;
import dev.mcpgateway.store.MemoryStore;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.ModernServer;
import dev.mcpgateway.testing.TestServer;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an upstream is told of the person, by requests that reach a real server. */
@ExtendWith(VertxExtension.class)
class CredentialsTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final Person ALICE = person("alice@example.com");
    private static final Person BOB = person("böb%\r\n@example.com");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Vertx vertx;
    private MemoryStore store;
    private SigningKeys keys;
    private TestServer server;
    private ProviderFixture up;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        store = new MemoryStore(vertx, now::get, Duration.ofHours(1));
        keys = keys();
    }

    @AfterEach
    void close() {
        if (up != null) {
            up.close();
            server.close();
        }
    }

    private SigningKeys keys() {
        return new SigningKeys(vertx, store, SigningConfig::defaults, now::get);
    }

    private static Person person(String email) {
        return new Person("https://idp", email, email, "example.com", Set.of());
    }

    private void start(TestServer started, CredentialsConfig credentials) {
        server = started;
        UpstreamConfig config = ProviderFixture.config(server.url()).withCredentials(credentials);
        up = new ProviderFixture(
                vertx,
                config,
                new Interaction(Duration.ofSeconds(30), 3, 5),
                new CredentialsOf(keys, "https://gateway.example.com", none -> Credentials.NONE, now::get)
                        .apply(config));
    }

    private static CredentialsConfig userId() {
        return Settings.with(CredentialsConfig.of(Kind.USER_ID), "secret", Secret.of(SECRET));
    }

    private static ClientStub legacy(Person person) {
        return ClientStub.legacy("session-" + person.hashCode()).as(person);
    }

    private static ClientStub modern(Person person) {
        return ClientStub.modern("client-" + person.hashCode()).as(person);
    }

    private void call(ClientStub client) {
        up.request(client, client.tool("1", "echo", "{}"));
    }

    @Test
    void everyRequestOfASessionCarriesItsPersonSigned() throws Exception {
        start(LegacyServer.start(vertx), userId());
        ClientStub alice = legacy(ALICE);
        up.initialized(alice);
        call(alice);
        up.get(() -> up.provider().release(alice));

        assertThat(server.received())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(request -> assertThat(request.header("X-User-ID")).isEqualTo("alice@example.com"));
        String signature = server.received("tools/call").getFirst().header("X-User-ID-Signature");
        long seconds = now.get().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signed = mac.doFinal((seconds + ".up.alice@example.com").getBytes(StandardCharsets.UTF_8));
        assertThat(signature).isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed));
    }

    @Attack(WayIn.HEADER_INJECTION)
    @Test
    void aNameCannotWriteAHeader() {
        start(ModernServer.start(vertx), userId());
        call(modern(BOB));
        assertThat(server.received("tools/call").getFirst().header("X-User-ID"))
                .isEqualTo("b%C3%B6b%25%0D%0A@example.com");
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void peopleOfTheStatelessEraShareNoCredentials() {
        start(ModernServer.start(vertx), userId());
        call(modern(ALICE));
        call(modern(person("carol@example.com")));
        call(modern(ALICE));
        assertThat(server.received("tools/call"))
                .extracting(request -> request.header("X-User-ID"))
                .containsExactly("alice@example.com", "carol@example.com", "alice@example.com");
    }

    @Test
    void listsAreKeptForEachPersonAlone() {
        start(ModernServer.start(vertx), userId());
        for (Person person : new Person[] {ALICE, person("carol@example.com"), ALICE}) {
            ClientStub client = modern(person);
            up.get(() -> up.provider().page(client, ListKind.TOOLS, null));
        }
        assertThat(server.received("tools/list"))
                .extracting(request -> request.header("X-User-ID"))
                .containsExactly("alice@example.com", "carol@example.com");
    }

    @Attack(WayIn.CLIENT_HEADERS_UPSTREAM)
    @Test
    void whatAClientSaysOfItselfNeverTravelsOn() {
        start(ModernServer.start(vertx), CredentialsConfig.defaults());
        ClientStub alice = modern(ALICE);
        var headers = HttpHeaders.headers()
                .set("Authorization", "Bearer the-gateway's")
                .set("Cookie", "session=1")
                .set("X-User-ID", "root@example.com")
                .set("X-User-ID-Signature", "t=1,v1=00");
        up.get(() -> up.provider().request(alice.call(alice.tool("1", "echo", "{}"), headers, new PushedLog())));
        TestServer.Incoming received = server.received("tools/call").getFirst();
        for (String name : new String[] {"Authorization", "Cookie", "X-User-ID", "X-User-ID-Signature"}) {
            assertThat(received.header(name)).as(name).isNull();
        }
    }

    @Test
    void anIdentityTokenIsForThisUpstreamAndForMinutes() throws Exception {
        start(LegacyServer.start(vertx), CredentialsConfig.of(Kind.JWT));
        ClientStub alice = legacy(ALICE);
        up.initialized(alice);
        call(alice);
        String header = server.received("tools/call").getFirst().header("Authorization");
        assertThat(header).startsWith("Bearer ");
        JsonObject claims = verified(header.substring(7));
        long seconds = now.get().getEpochSecond();
        assertThat(claims)
                .isEqualTo(new JsonObject()
                        .put("iss", "https://gateway.example.com")
                        .put("sub", ALICE.id())
                        .put("aud", server.url().toString())
                        .put("iat", seconds)
                        .put("exp", seconds + 300)
                        .put("email", "alice@example.com")
                        .put("email_verified", true)
                        .put("hd", "example.com"));
    }

    @Attack(WayIn.UPSTREAM_TOKEN_ELSEWHERE)
    @Test
    void anIdentityTokenFollowsNoRedirect() {
        ModernServer elsewhere = ModernServer.start(vertx);
        start(ModernServer.start(vertx), CredentialsConfig.of(Kind.JWT));
        server.on(
                "tools/call",
                request -> request.http()
                        .response()
                        .setStatusCode(307)
                        .putHeader("location", elsewhere.url().toString())
                        .end());
        assertThat(catchThrowable(() -> call(modern(ALICE)))).hasMessageContaining("redirects");
        assertThat(server.received("tools/call").getFirst().header("Authorization"))
                .startsWith("Bearer ");
        assertThat(elsewhere.received()).isEmpty();
        elsewhere.close();
    }

    @Test
    void nothingIsSentWhileThereIsNoKeyToSignWith() throws Exception {
        store.close().await(5, TimeUnit.SECONDS);
        start(ModernServer.start(vertx), CredentialsConfig.of(Kind.JWT));
        assertThat(catchThrowable(() -> call(modern(ALICE))))
                .hasMessageContaining("the key that signs who you are cannot be read");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aNewKeyIsPublishedBeforeItSignsAndAnOldOneForAsLongAsItsTokensLive() throws Exception {
        JsonArray first = published();
        assertThat(first).hasSize(1);
        assertThat(first.encode()).doesNotContain("\"d\"", "private");
        keys = keys();
        assertThat(published()).as("another task has the same").isEqualTo(first);

        now.updateAndGet(time -> time.plus(Duration.ofDays(30)));
        await().until(() -> published().size() == 2);
        JsonArray both = published();
        start(ModernServer.start(vertx), CredentialsConfig.of(Kind.JWT));
        call(modern(ALICE));
        assertThat(kid()).isEqualTo(first.getJsonObject(0).getString("kid"));

        now.updateAndGet(time -> time.plus(Duration.ofMinutes(61)));
        call(modern(ALICE));
        assertThat(kid()).isEqualTo(both.getJsonObject(1).getString("kid"));
        verified(server.received("tools/call").getLast().header("Authorization").substring(7));

        now.updateAndGet(time -> time.plus(Duration.ofDays(31)));
        await().until(() ->
                !published().encode().contains(first.getJsonObject(0).getString("kid")));
        assertThat(published().encode()).contains(both.getJsonObject(1).getString("kid"));
    }

    private JsonArray published() throws Exception {
        return new JsonObject(keys.jwks().await(5, TimeUnit.SECONDS)).getJsonArray("keys");
    }

    private String kid() {
        String token =
                server.received("tools/call").getLast().header("Authorization").substring(7);
        return decoded(token.split("\\.")[0]).getString("kid");
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    /** The claims of a token whose signature the published keys prove, as an upstream would check it. */
    private JsonObject verified(String token) throws Exception {
        String[] parts = token.split("\\.");
        JsonObject header = decoded(parts[0]);
        assertThat(header.getString("alg")).isEqualTo("ES256");
        JsonObject jwk = published().stream()
                .map(JsonObject.class::cast)
                .filter(key -> key.getString("kid").equals(header.getString("kid")))
                .findFirst()
                .orElseThrow();
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        return decoded(parts[1]);
    }

    private static BigInteger coordinate(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name)));
    }
}
