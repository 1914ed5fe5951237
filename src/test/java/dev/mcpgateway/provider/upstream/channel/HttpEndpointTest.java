package dev.mcpgateway.provider.upstream.channel;

import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.headersOnly;
import static dev.mcpgateway.provider.upstream.channel.ChannelHarness.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.ProxyServer;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, proxies and event loops on the way to an upstream. */
class HttpEndpointTest extends StreamableHttpTest {
    private static final String HOST = "upstream.test";

    @TempDir
    Path directory;

    private final List<String> proxied = new CopyOnWriteArrayList<>();

    @Test
    void aServerIsTrustedByTheConfiguredAuthority() throws IOException {
        TestCertificate server = TestCertificate.create(directory, "localhost");
        URI url = secure(server, null);

        assertThat(call(url, new UpstreamTransport.Tls(server.certificate(), null, null), ProxySelection.none())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() throws IOException {
        URI url = secure(TestCertificate.create(directory, "localhost"), null);

        UpstreamFailure failure = failure(url, null);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("TLS").hasMessageContaining("tls.caFile");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        TestCertificate server = TestCertificate.create(directory, "another.test");
        URI url = secure(server, null);

        UpstreamFailure failure = failure(url, new UpstreamTransport.Tls(server.certificate(), null, null));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void theClientCertificateIsShown() throws IOException {
        TestCertificate server = TestCertificate.create(directory, "localhost");
        TestCertificate client = TestCertificate.create(directory, "gateway.test");
        URI url = secure(server, client);

        assertThat(call(
                                url,
                                new UpstreamTransport.Tls(server.certificate(), client.certificate(), client.key()),
                                ProxySelection.none())
                        .status())
                .isEqualTo(200);
        assertThat(failure(url, new UpstreamTransport.Tls(server.certificate(), null, null))
                        .kind())
                .isIn(Kind.UNREACHABLE, Kind.BROKEN);
    }

    @Test
    void aMissingFileOfTheTlsSettingsIsSaid() {
        URI url = URI.create("https://localhost:1/mcp");

        UpstreamFailure failure = failure(url, new UpstreamTransport.Tls(directory.resolve("no.pem"), null, null));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("no.pem");
    }

    @Test
    void aPlainUpstreamIsAskedForThroughTheProxyByItsWholeAddress() {
        int proxy = proxy("Basic dXNlcjpzZWNyZXQ=", request -> json(request, 200, RESULT));

        Answer answer = call(
                URI.create("http://" + HOST + ":8080/mcp?x=1"),
                null,
                new ProxySelection(server(proxy, "user"), null, List.of()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(proxied).containsExactly("POST http://" + HOST + ":8080/mcp?x=1 for " + HOST + ":8080");
    }

    @Test
    void aStreamGoesThroughTheProxyToo() {
        int proxy = proxy(null, request -> events(request, ":\n\n"));
        Channel channel = new ChannelFactory(
                        harness.vertx,
                        UpstreamConfig.http("up", URI.create("http://" + HOST + "/mcp")),
                        new ProxySelection(server(proxy, null), null, List.of()))
                .streamableHttp();

        harness.await(() -> channel.listen(headersOnly(), null, inbound));

        assertThat(proxied).containsExactly("GET http://" + HOST + "/mcp for " + HOST);
    }

    @Test
    void aSecureUpstreamIsReachedThroughATunnel() throws IOException {
        TestCertificate certificate = TestCertificate.create(directory, HOST);
        int port = secure(certificate, null).getPort();
        int proxy = proxy("Basic dXNlcjpzZWNyZXQ=", request -> tunnel(request, port));

        Answer answer = call(
                URI.create("https://" + HOST + ":" + port + "/mcp"),
                new UpstreamTransport.Tls(certificate.certificate(), null, null),
                new ProxySelection(null, server(proxy, "user"), List.of()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(proxied).containsExactly("CONNECT " + HOST + ":" + port + " for " + HOST + ":" + port);
    }

    @Test
    void aProxyThatGivesNoConnectionIsUnreachable() {
        int proxy = proxy(null, request -> request.response().setStatusCode(403).end());
        Channel channel = new ChannelFactory(
                        harness.vertx,
                        UpstreamConfig.http("up", URI.create("https://" + HOST + "/mcp")),
                        new ProxySelection(null, server(proxy, null), List.of()))
                .streamableHttp();

        UpstreamFailure failure = harness.failure(() -> channel.request(outbound(CALL), inbound));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("proxy");
    }

    @Test
    void anUpstreamCanBeExemptFromTheProxy() {
        UpstreamTransport.Http direct = new UpstreamTransport.Http(
                serve(request -> json(request, 200, RESULT)),
                UpstreamTransport.Http.Kind.AUTO,
                Map.of(),
                List.of(),
                null,
                false);
        Channel channel = new ChannelFactory(
                        harness.vertx,
                        UpstreamConfig.of("up", direct),
                        new ProxySelection(server(1, null), null, List.of()))
                .streamableHttp();

        assertThat(harness.await(() -> channel.request(outbound(CALL), inbound)).status())
                .isEqualTo(200);
    }

    @Test
    void answersComeBackOnTheEventLoopThatAsked() {
        Channel channel = channelTo(request -> json(request, 200, RESULT));
        Set<Object> threads = ConcurrentHashMap.newKeySet();
        Set<Object> strangers = ConcurrentHashMap.newKeySet();

        for (int i = 0; i < 8; i++) {
            Context loop = ((VertxInternal) harness.vertx).createEventLoopContext();
            Promise<Void> done = Promise.promise();
            loop.runOnContext(_ -> {
                Thread asking = Thread.currentThread();
                threads.add(asking);
                channel.request(outbound(CALL), inbound).onComplete(answer -> {
                    if (Thread.currentThread() != asking || harness.vertx.getOrCreateContext() != loop) {
                        strangers.add(Thread.currentThread());
                    }
                    done.handle(answer.mapEmpty());
                });
            });
            harness.await(done::future);
        }

        assertThat(threads).hasSizeGreaterThan(1);
        assertThat(strangers).isEmpty();
    }

    @Test
    void aChannelIsForEventLoopsOnly() {
        Channel channel = channelTo(_ -> {});

        assertThatThrownBy(() -> channel.request(outbound(CALL), inbound))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("event loop");
    }

    private Answer call(URI url, UpstreamTransport.Tls tls, ProxySelection proxies) {
        Channel channel = new ChannelFactory(harness.vertx, config(url, tls), proxies).streamableHttp();
        return harness.await(() -> channel.request(outbound(CALL), inbound));
    }

    private UpstreamFailure failure(URI url, UpstreamTransport.Tls tls) {
        Channel channel = new ChannelFactory(harness.vertx, config(url, tls), ProxySelection.none()).streamableHttp();
        return harness.failure(() -> channel.request(outbound(CALL), inbound));
    }

    private static UpstreamConfig config(URI url, UpstreamTransport.Tls tls) {
        return UpstreamConfig.of(
                "up",
                new UpstreamTransport.Http(url, UpstreamTransport.Http.Kind.AUTO, Map.of(), List.of(), tls, true));
    }

    private static ProxyServer server(int port, String username) {
        return new ProxyServer("127.0.0.1", port, username, username == null ? null : Secret.of("secret"));
    }

    private URI secure(TestCertificate certificate, TestCertificate client) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.certificate().toString())
                        .addKeyPath(certificate.key().toString()));
        if (client != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(client.certificate().toString()));
        }
        int port = listen(options, request -> json(request, 200, RESULT));
        return URI.create("https://localhost:" + port + "/mcp");
    }

    /** A proxy that wants these credentials, if any. */
    private int proxy(String authorization, Handler<HttpServerRequest> handler) {
        return listen(new HttpServerOptions(), request -> {
            if (authorization != null && !authorization.equals(request.getHeader("Proxy-Authorization"))) {
                request.response()
                        .setStatusCode(407)
                        .putHeader("Proxy-Authenticate", "Basic")
                        .end();
                return;
            }
            proxied.add(request.method() + " " + request.uri() + " for " + request.getHeader("Host"));
            handler.handle(request);
        });
    }

    private int listen(HttpServerOptions options, Handler<HttpServerRequest> handler) {
        return harness.vertx
                .createHttpServer(options)
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void tunnel(HttpServerRequest request, int port) {
        assertThat(request.method()).isEqualTo(HttpMethod.CONNECT);
        Future<NetSocket> upstream = harness.vertx.createNetClient().connect(port, "127.0.0.1");
        upstream.compose(there -> request.toNetSocket().onSuccess(here -> {
            here.pipeTo(there);
            there.pipeTo(here);
        }));
    }
}
