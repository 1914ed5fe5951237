package dev.mcpgateway.peer;

import static dev.mcpgateway.testing.RunningGateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.config.TlsConfig;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.provider.upstream.channel.TestCertificate;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that listen with TLS: who is taken for another task. */
class PeerClientTlsTest {
    private static final Buffer BODY = Buffer.buffer("{\"private\":true}");

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private TestCertificate ours;
    private TestCertificate another;

    @BeforeEach
    void issue() throws Exception {
        List<TestCertificate> issued =
                TestCertificate.issuedTogether(directory, "mcp.example.com", "other.example.com");
        ours = issued.getFirst();
        another = issued.getLast();
    }

    @AfterEach
    void close() {
        join(vertx.close());
    }

    private Task listen(TestCertificate certificate) {
        int port = join(vertx.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PemKeyCertOptions()
                                        .setCertPath(certificate.certificate().toString())
                                        .setKeyPath(certificate.key().toString())))
                        .requestHandler(request -> request.body().onSuccess(body -> {
                            arrived.add(body.toString());
                            request.response().end();
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return new Task(Task.newId(), "127.0.0.1", port, true);
    }

    private int ask(Task task) {
        PeerTokens tokens = new PeerTokens(
                new AeadBox(new SecretKeySpec(new byte[32], "AES")), InstantSource.system(), Duration.ofSeconds(30));
        PeerClient client = new PeerClient(
                vertx,
                TasksConfig.defaults(),
                new TlsConfig(ours.certificate(), ours.key()),
                tokens,
                Duration.ofSeconds(10));
        return join(client.request(
                        task,
                        new PeerTokens.Request("POST", "/mcp", "r1"),
                        HttpHeaders.headers(),
                        new Forwarded(Principal.ANYONE, false, "", Forwarded.digest(BODY)),
                        BODY)
                .compose(made -> made.send(BODY))
                .map(HttpClientResponse::statusCode));
    }

    @Test
    void aTaskWithTheSameCertificateIsAskedWhateverItsPrivateAddress() {
        assertThat(ask(listen(ours))).isEqualTo(200);
        assertThat(arrived).containsExactly(BODY.toString());
    }

    @Attack(WayIn.FORGED_TASK)
    @Test
    void whoHasAnotherCertificateOfTheSameIssuerIsToldNothing() {
        Task impostor = listen(another);

        assertThatThrownBy(() -> ask(impostor)).hasMessageContaining("another task cannot be reached");
        assertThat(arrived).isEmpty();
    }
}
