package dev.mcpgateway.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamConfig.Era;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.testing.LegacyServer;
import dev.mcpgateway.testing.ModernServer;
import dev.mcpgateway.testing.TestServer.Incoming;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ErasTest {
    private final ClientStub legacy = ClientStub.legacy("alice");
    private final ClientStub modern = ClientStub.modern("bob");

    private static UpstreamConfig config(URI url) {
        return ProviderFixture.config(url);
    }

    @Test
    void aServerOfBothErasIsSpokenToInEachClientsOwn(Vertx vertx) {
        try (LegacyServer old = LegacyServer.start(vertx);
                ModernServer server = ModernServer.start(vertx).with(old);
                ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            up.initialized(legacy);
            up.request(legacy, legacy.tool("1", "echo", "{}"));
            up.request(modern, modern.tool("1", "echo", "{}"));

            assertThat(old.sessions()).hasSize(1);
            assertThat(server.received("tools/call"))
                    .extracting(call -> call.header("MCP-Protocol-Version"))
                    .containsExactly("2025-11-25", "2026-07-28");
        }
    }

    @Test
    void aServersEraIsFoundOnce(Vertx vertx) {
        try (LegacyServer server = LegacyServer.start(vertx);
                ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            up.request(modern, modern.tool("1", "echo", "{}"));
            up.request(modern, modern.tool("2", "echo", "{}"));

            assertThat(server.received("server/discover")).hasSize(1);
            assertThat(server.received("tools/call")).hasSize(2);
        }
    }

    @Test
    void whatWasFoundIsBelievedForATime(Vertx vertx) {
        try (LegacyServer server = LegacyServer.start(vertx);
                ProviderFixture up = new ProviderFixture(
                        vertx, config(server.url()).withTtl(Duration.ofSeconds(5), Duration.ofMillis(1)))) {
            up.request(modern, modern.tool("1", "echo", "{}"));
            await().until(() -> {
                up.request(modern, modern.tool("2", "echo", "{}"));
                return server.received("server/discover").size() > 1;
            });
        }
    }

    @Test
    void aServerThatChangesItsEraIsFollowed(Vertx vertx) {
        try (LegacyServer old = LegacyServer.start(vertx);
                ProviderFixture up = new ProviderFixture(vertx, config(old.url()))) {
            up.initialized(legacy);
            up.request(modern, modern.tool("1", "echo", "{\"message\":\"old\"}"));
            old.stop();
            try (ModernServer server = ModernServer.startAt(vertx, old.url().getPort())) {
                assertThat(answered(up, modern, modern.tool("2", "echo", "{\"message\":\"new\"}"))
                                .message()
                                .root()
                                .toString())
                        .contains("new");
                assertThat(answered(up, legacy, legacy.tool("2", "echo", "{\"message\":\"new\"}"))
                                .message()
                                .root()
                                .toString())
                        .contains("new");
                assertThat(server.received("tools/call")).hasSizeGreaterThanOrEqualTo(2);
            }
            try (LegacyServer again = LegacyServer.startAt(vertx, old.url().getPort())) {
                answered(up, modern, modern.tool("3", "echo", "{}"));

                assertThat(again.received("initialize")).hasSize(1);
            }
        }
    }

    /** A request that meets the end of the server before on a kept connection has an unknown outcome, and is made again. */
    private static Answered answered(ProviderFixture up, ClientStub client, Message message) {
        return await().ignoreExceptionsInstanceOf(McpError.class)
                .until(() -> up.request(client, message), Objects::nonNull);
    }

    @Test
    void aConfiguredEraIsNotLookedFor(Vertx vertx) {
        try (LegacyServer server = LegacyServer.start(vertx);
                ProviderFixture up =
                        new ProviderFixture(vertx, config(server.url()).withEra(Era.LEGACY));
                ProviderFixture wrong =
                        new ProviderFixture(vertx, config(server.url()).withEra(Era.MODERN))) {
            up.request(modern, modern.tool("1", "echo", "{}"));

            assertThat(server.received("server/discover")).isEmpty();
            assertThatThrownBy(() -> wrong.request(modern, modern.tool("1", "echo", "{}")))
                    .isInstanceOf(McpError.class);
            assertThatThrownBy(() -> wrong.initialized(legacy)).isInstanceOf(McpError.class);
        }
    }

    @Test
    void aServerThatSpeaksOnlyAVersionStillToComeIsAnError(Vertx vertx) {
        try (ModernServer server = ModernServer.start(vertx);
                ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            server.on(
                    "server/discover",
                    request -> request.error(
                            400,
                            -32022,
                            "Unsupported",
                            "{\"supported\":[\"2030-01-01\"],\"requested\":\"2026-07-28\"}"));
            server.on(
                    "tools/call",
                    request -> request.error(
                            400,
                            -32022,
                            "Unsupported",
                            "{\"supported\":[\"2030-01-01\"],\"requested\":\"2026-07-28\"}"));

            assertThatThrownBy(() -> up.request(modern, modern.tool("1", "echo", "{}")))
                    .isInstanceOf(McpError.class);
            assertThatThrownBy(() -> up.initialized(legacy)).isInstanceOf(McpError.class);
        }
    }

    @Test
    void credentialsThatAreRefusedSayNothingAboutTheEra(Vertx vertx) {
        try (ModernServer server = ModernServer.start(vertx);
                ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            server.on("server/discover", request -> request.status(401));

            assertThatThrownBy(() -> up.request(modern, modern.tool("1", "echo", "{}")))
                    .isInstanceOfSatisfying(
                            McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE))
                    .hasMessageContaining("401");
            assertThat(server.received("initialize")).isEmpty();
        }
    }

    @Test
    void aServerThatAnswersWithSomethingElseIsAnError(Vertx vertx) {
        try (LegacyServer server = LegacyServer.start(vertx);
                ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            server.answers("initialize", "{\"hello\":\"world\"}");

            assertThatThrownBy(() -> up.initialized(legacy)).hasMessageContaining("is its url that of an MCP server");
            server.on("initialize", request -> request.error(200, -32603, "out of order"));
            assertThatThrownBy(() -> up.initialized(legacy)).hasMessage("out of order");
        }
    }

    @Test
    void aDeadServerIsAnErrorForEverythingAndDown(Vertx vertx) {
        LegacyServer server = LegacyServer.start(vertx);
        server.close();
        try (ProviderFixture up = new ProviderFixture(vertx, config(server.url()))) {
            assertThatThrownBy(() -> up.initialized(legacy)).hasMessageContaining("refuses connections");
            assertThatThrownBy(() -> up.get(() -> up.provider().page(modern, ListKind.TOOLS, null)))
                    .hasMessageContaining("refuses connections");
            assertThat(up.provider().state()).isEqualTo(Provider.State.DOWN);
        }
    }

    @Test
    void aServerThatHangsIsGivenUpAfterItsDeadline(Vertx vertx) {
        try (LegacyServer server = LegacyServer.start(vertx);
                ProviderFixture up = new ProviderFixture(
                        vertx,
                        config(server.url())
                                .withDeadlines(new UpstreamConfig.Deadlines(
                                        Duration.ofSeconds(1),
                                        Duration.ofMillis(200),
                                        Duration.ofMillis(200),
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(5))))) {
            server.on("initialize", Incoming::stream);

            assertThatThrownBy(() -> up.initialized(legacy))
                    .isInstanceOfSatisfying(
                            McpError.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.UPSTREAM_TIMED_OUT));
        }
    }
}
