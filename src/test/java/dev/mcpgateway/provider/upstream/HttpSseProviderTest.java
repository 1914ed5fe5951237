package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.SseServer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An address of which nothing is known but that a server is there. */
@ExtendWith(VertxExtension.class)
class HttpSseProviderTest {
    private final ClientStub alice = ClientStub.legacy("alice");
    private final ClientStub bob = ClientStub.modern("bob");
    private SseServer server;
    private ProviderFixture up;

    @BeforeEach
    void start(Vertx vertx) {
        server = SseServer.start(vertx);
        up = new ProviderFixture(vertx, UpstreamConfig.http("up", server.url()));
    }

    @AfterEach
    void stop() {
        up.close();
        server.close();
    }

    @Test
    void theOldTransportIsFoundAndEachClientHasAStreamOfItsOwn() {
        ServerDescription description = up.get(() -> up.provider().describe(alice, alice.initialize()));
        Answered first = up.request(alice, alice.tool("1", "echo", "{}"));
        Answered other = up.request(bob, bob.tool("1", "echo", "{}"));

        assertThat(description.serverInfo().string("name")).isEqualTo("sse");
        assertThat(first.message().result().string("stream")).isEqualTo("1");
        assertThat(other.message().result().string("stream")).isEqualTo("2");
        assertThat(other.message().result().string("resultType")).isEqualTo("complete");
        assertThat(server.handshakes()).isEqualTo(2);
    }

    @Test
    void aStreamThatBreaksIsOpenedAgainWithANewHandshake() {
        up.initialized(alice);
        server.stop();
        server.restart();

        await().untilAsserted(() -> assertThat(up.request(alice, alice.tool("1", "echo", "{}"))
                        .message()
                        .result())
                .isNotNull());
        assertThat(server.handshakes()).isEqualTo(2);
    }

    @Test
    void whatBelongsToNoCallReachesTheClient() {
        up.initialized(alice);

        server.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");

        await().until(() -> alice.standalone().messages().size() == 1);
    }

    @Test
    void aLaterProcessOpensANewSession(Vertx vertx) {
        up.initialized(alice);
        try (ProviderFixture later = new ProviderFixture(
                vertx,
                UpstreamConfig.of(
                        "up", UpstreamTransport.Http.of(server.url()).withType(UpstreamTransport.Http.Kind.SSE)))) {
            later.request(alice, alice.tool("1", "echo", "{}"));

            assertThat(server.handshakes()).isEqualTo(2);
            assertThat(server.received("server/discover")).isEmpty();
        }
    }

    @Test
    void releaseClosesTheStream() {
        up.initialized(alice);

        up.get(() -> up.provider().release(alice));

        await().until(() -> server.streams() == 0);
    }

    @Test
    void theNewerTransportIsTriedFirst(Vertx vertx) {
        try (LegacyServer newer = LegacyServer.start(vertx);
                ProviderFixture auto = new ProviderFixture(vertx, UpstreamConfig.http("up", newer.url()))) {
            auto.initialized(alice);
            auto.request(bob, bob.tool("1", "echo", "{}"));

            assertThat(newer.received("initialize")).hasSize(2);
        }
    }

    @Test
    void anAddressWithoutServerIsAnErrorThatSaysSo(Vertx vertx) {
        try (ProviderFixture lost = new ProviderFixture(
                vertx, UpstreamConfig.http("up", server.url().resolve("/nothing")))) {
            assertThatThrownBy(() -> lost.initialized(alice)).hasMessageContaining("404");
            assertThatThrownBy(() -> lost.request(bob, bob.tool("1", "echo", "{}")))
                    .hasMessageContaining("404");
        }
    }
}
