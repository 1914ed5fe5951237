package dev.mcpgateway.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.net.PublicAddresses;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.provider.upstream.channel.TestCertificate;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are known by the address of a document, and addresses that lead to where nobody from outside may look. */
class MetadataDocumentsTest {
    private static final String HOST = "client.example";

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger resolved = new AtomicInteger();
    private volatile Consumer<HttpServerRequest> answer =
            request -> request.response().end(document().encode());
    private volatile List<String> addresses = List.of("127.0.0.1");
    private volatile int proxy;
    private volatile Duration ahead = Duration.ZERO;
    private TestCertificate certificate;
    private String id;

    @BeforeEach
    void start() throws IOException {
        certificate = TestCertificate.create(directory, HOST);
        id = "https://" + HOST + ":" + listen("127.0.0.1", 0) + "/client.json";
    }

    @AfterEach
    void close() {
        RunningGateway.join(vertx.close());
    }

    private int listen(String host, int port) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(certificate.certificate().toString())
                                .setKeyPath(certificate.key().toString())))
                .requestHandler(request -> {
                    requests.add(host + request.path());
                    answer.accept(request);
                });
        return RunningGateway.join(server.listen(port, host)).actualPort();
    }

    private JsonObject document() {
        return new JsonObject()
                .put("client_id", id)
                .put("client_name", "Example")
                .put("token_endpoint_auth_method", "none")
                .put(
                        "redirect_uris",
                        new JsonArray().add("https://client.example/cb").add("javascript:x"));
    }

    private MetadataDocuments documents(Predicate<InetAddress> allowed) {
        return documents(allowed, Duration.ofSeconds(15));
    }

    private MetadataDocuments documents(Predicate<InetAddress> allowed, Duration timeout) {
        ClientsConfig config = Settings.with(
                Settings.with(ClientsConfig.defaults(), "metadataTimeout", timeout), "metadataBytes", 2048L);
        GuardedFetch fetch = new GuardedFetch(
                vertx,
                host -> {
                    resolved.incrementAndGet();
                    return Future.succeededFuture(addresses.stream()
                            .map(MetadataDocumentsTest::address)
                            .toList());
                },
                allowed,
                target -> proxy == 0
                        ? null
                        : new ProxyOptions()
                                .setHost("127.0.0.1")
                                .setPort(proxy)
                                .setUsername("gateway")
                                .setPassword("secret"),
                new HttpClientOptions()
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(certificate.certificate().toString())));
        return new MetadataDocuments(
                vertx, () -> config, fetch, () -> Instant.now().plus(ahead));
    }

    private static InetAddress address(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void refused(MetadataDocuments documents, String clientId, String because) {
        assertThatThrownBy(() -> RunningGateway.join(documents.find(clientId)))
                .isInstanceOf(OAuthError.class)
                .hasMessageContaining(because);
    }

    @Test
    void aDocumentDescribesAClientAndIsKeptForItsTime() {
        answer = request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end(document().encode());
        MetadataDocuments documents = documents(any -> true);

        OAuthClient client = RunningGateway.join(documents.find(id));
        assertThat(client.name()).isEqualTo("Example");
        assertThat(client.redirectUris()).containsExactly("https://client.example/cb");
        assertThat(client.unverified()).isFalse();
        RunningGateway.join(documents.find(id));
        assertThat(requests).hasSize(1);
        ahead = Duration.ofSeconds(61);
        RunningGateway.join(documents.find(id));
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=0", "no-cache, max-age=60"})
    void aDocumentThatMustNotBeKeptIsNot(String cacheControl) {
        answer = request -> request.response()
                .putHeader("cache-control", cacheControl)
                .end(document().encode());
        MetadataDocuments documents = documents(any -> true);
        RunningGateway.join(documents.find(id));
        RunningGateway.join(documents.find(id));
        assertThat(requests).hasSize(2);
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void anAddressInsideIsNotConnectedTo() {
        for (String inside : List.of(
                "127.0.0.1",
                "169.254.169.254",
                "10.0.0.1",
                "192.168.0.1",
                "::1",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1",
                "0.0.0.0")) {
            addresses = List.of(inside);
            refused(documents(PublicAddresses::isPublic), id, "not on the public internet");
            addresses = List.of("8.8.8.8", inside);
            refused(documents(PublicAddresses::isPublic), id, "not on the public internet");
        }
        for (String literal :
                List.of("https://127.0.0.1/c", "https://169.254.169.254/latest/meta-data", "https://[::1]/c")) {
            MetadataDocuments real =
                    new MetadataDocuments(vertx, ClientsConfig::defaults, new GuardedFetch(vertx), Instant::now);
            refused(real, literal, "not on the public internet");
        }
        assertThat(requests).isEmpty();
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void anAddressThatChangesAfterItWasLookedAtIsNotConnectedTo() {
        // 127.0.0.2 stands for the public address that the first answer names; every later one says 127.0.0.1.
        int port = listen("127.0.0.2", 0);
        listen("127.0.0.1", port);
        id = "https://" + HOST + ":" + port + "/client.json";
        addresses = List.of("127.0.0.2");
        MetadataDocuments documents = documents(address -> {
            addresses = List.of("127.0.0.1");
            return address.getHostAddress().equals("127.0.0.2");
        });
        RunningGateway.join(documents.find(id));
        assertThat(resolved).hasValue(1);
        assertThat(requests).containsExactly("127.0.0.2/client.json");
    }

    /** A proxy that notes whom it is to connect to, and connects to the server of this test. */
    private List<String> startProxy() {
        List<String> tunnels = new CopyOnWriteArrayList<>();
        int port = URI.create(id).getPort();
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            tunnels.add(request.method() + " " + request.uri() + " " + request.getHeader("proxy-authorization"));
            vertx.createNetClient()
                    .connect(port, "127.0.0.1")
                    .compose(there -> request.toNetSocket().onSuccess(here -> {
                        here.pipeTo(there);
                        there.pipeTo(here);
                    }));
        });
        proxy = RunningGateway.join(server.listen(0, "127.0.0.1")).actualPort();
        return tunnels;
    }

    @Test
    void aProxyIsAskedForTheVeryAddressThatWasLookedAt() {
        List<String> tunnels = startProxy();
        addresses = List.of("93.184.216.34");

        assertThat(RunningGateway.join(documents(PublicAddresses::isPublic).find(id))
                        .name())
                .isEqualTo("Example");
        assertThat(tunnels)
                .containsExactly("CONNECT 93.184.216.34:" + URI.create(id).getPort() + " Basic "
                        + Base64.getEncoder().encodeToString("gateway:secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(requests).hasSize(1);
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void aProxyIsNotAskedForAnAddressInside() {
        List<String> tunnels = startProxy();
        for (String inside : List.of("127.0.0.1", "10.0.0.1", "169.254.169.254")) {
            addresses = List.of(inside);
            refused(documents(PublicAddresses::isPublic), id, "not on the public internet");
            refused(documents(PublicAddresses::isPublic), "https://" + inside + "/c", "not on the public internet");
        }
        assertThat(tunnels).isEmpty();
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void aRedirectIsNotFollowed() {
        answer = request -> request.response()
                .setStatusCode(302)
                .putHeader("location", "https://" + HOST + "/latest/meta-data")
                .end();
        refused(documents(any -> true), id, "status 302");
        assertThat(requests).hasSize(1);
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void anOversizedDocumentIsNotTaken() {
        answer = request -> request.response()
                .setChunked(true)
                .end(document().put("padding", "x".repeat(4096)).encode());
        refused(documents(any -> true), id, "larger than 2048 bytes");
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void aSlowDocumentIsNotWaitedFor() {
        answer = request -> request.response().setChunked(true).write("{");
        refused(documents(any -> true, Duration.ofSeconds(1)), id, "no whole answer within 1000 ms");
    }

    @Attack(WayIn.CLIENT_METADATA_INWARDS)
    @Test
    void aServerWithAnotherNamesCertificateIsNotBelieved() {
        refused(documents(any -> true), id.replace(HOST, "other.example"), "cannot be fetched");
    }

    @Test
    void aDocumentThatSaysItIsAnotherClientIsRefused() {
        answer = request -> request.response()
                .end(document().put("client_id", "https://x.example/c").encode());
        refused(documents(any -> true), id, "is not the address of the document");
    }

    @Test
    void aDocumentOfAClientWithASecretIsRefused() {
        answer = request -> request.response()
                .end(document()
                        .put("token_endpoint_auth_method", "client_secret_post")
                        .encode());
        refused(documents(any -> true), id, "public one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example",
                "https://client.example/",
                "https://client.example/a/../b",
                "https://user@client.example/c",
                "https://client.example/c#f",
                "https://client.example/%zz"
            })
    void anAddressThatIsNoProperClientIdIsRefused(String bad) {
        refused(documents(any -> true), bad, "https with a path");
        assertThat(resolved).hasValue(0);
    }
}
