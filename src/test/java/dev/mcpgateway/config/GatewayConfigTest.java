package dev.mcpgateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    private final GatewayConfig defaults = GatewayConfig.defaults();

    @Test
    void anEmptyFileListensOnLoopbackAndKeepsSessionsInTheHomeDirectory() {
        assertThat(defaults.listenerHost()).isEqualTo("127.0.0.1");
        assertThat(defaults.listener().port()).isEqualTo(3000);
        assertThat(defaults.listener().requestBytes()).isEqualTo(16L << 20);
        assertThat(defaults.drain().budget()).isEqualTo(Duration.ofSeconds(20));
        assertThat(defaults.upstreams()).isEmpty();
        assertThat(defaults.store().dataDir())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/mcp-gateway"));
    }

    @Test
    void theManagementPortFollowsThePublicOneUnlessItIsConfigured() {
        assertThat(defaults.managementPort()).isEqualTo(3001);
        assertThat(defaults.management().portConfigured()).isFalse();
        assertThat(defaults.withListener(defaults.listener().at(null, 0)).managementPort())
                .isZero();
        assertThat(defaults.withListener(defaults.listener().at("127.0.0.1", 65_535))
                        .managementPort())
                .isEqualTo(0);
    }

    @Test
    void upstreamsKeepTheirOrderAndCanBeSwitchedOff() {
        UpstreamConfig second = UpstreamConfig.stdio("a", "npx", List.of("-y", "server"));
        UpstreamConfig first = UpstreamConfig.http("z", URI.create("http://127.0.0.1:1/mcp"));
        GatewayConfig config = defaults.withUpstreams(List.of(first, second));

        assertThat(config.upstreams().keySet()).containsExactly("z", "a");
        assertThat(config.enabledUpstreams()).containsExactly(first, second);
        assertThat(second.deadlines()).isEqualTo(UpstreamConfig.Deadlines.defaults());
        assertThat(((UpstreamTransport.Stdio) second.transport()).inheritEnv()).contains("PATH", "HOME");
    }

    @Test
    void anUpstreamsNameIsCheckedAndMatchesItsKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> UpstreamConfig.stdio("a b", "npx", List.of()));
        UpstreamConfig upstream = UpstreamConfig.stdio("a", "npx", List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.with(defaults, "upstreams", Map.of("b", upstream)));
    }

    @Test
    void aSecretIsNeverShown() {
        assertThat(Secret.of("hunter2")).hasToString("***").isEqualTo(Secret.of("hunter2"));
        assertThat(ProxyServer.parse("http://me:hunter2@proxy:3128").toString()).doesNotContain("hunter2");
    }
}
