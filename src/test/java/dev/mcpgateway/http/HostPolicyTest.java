package dev.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.ListenerConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
    private static final HostPolicy LOOPBACK = HostPolicy.of(GatewayConfig.defaults());

    private static HostPolicy published() {
        ListenerConfig listener = ListenerConfig.defaults().at("0.0.0.0", 3000);
        listener = Settings.with(listener, "publicUrl", URI.create("https://mcp.example.com"));
        listener = Settings.with(listener, "allowedHosts", List.of("Internal.example.com"));
        listener = Settings.with(listener, "loadBalancerHost", "Gateway-1.elb.example.com");
        listener = Settings.with(listener, "corsOrigins", List.of("https://app.example.com"));
        return HostPolicy.of(GatewayConfig.defaults().withListener(listener));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:3000", "localhost", "LocalHost:1", "[::1]:3000"})
    void loopbackNamesAreAlwaysAnswered(String host) {
        assertThat(LOOPBACK.allowsHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "127.0.0.1.evil.example.com:3000", "localhost.evil.example.com", ""})
    void namesOfOthersAreNot(String host) {
        assertThat(LOOPBACK.allowsHost(host)).isFalse();
        assertThat(LOOPBACK.allowsHost(null)).isFalse();
    }

    @Test
    void thePublicUrlAndAllowedHostsAreAnswered() {
        assertThat(published().allowsHost("mcp.example.com")).isTrue();
        assertThat(published().allowsHost("internal.example.com:8080")).isTrue();
        assertThat(published().allowsHost("0.0.0.0:3000")).isFalse();
    }

    @Test
    void theLoadBalancersOwnNameIsAnsweredAndIsNoOriginOfPages() {
        assertThat(published().allowsHost("gateway-1.elb.example.com")).isTrue();
        assertThat(published().allowsOrigin("http://gateway-1.elb.example.com", "mcp.example.com"))
                .isFalse();
    }

    @Test
    void withoutAPublicUrlTheRedirectUriSaysWhoWeAre() {
        GatewayConfig defaults = GatewayConfig.defaults();
        HostPolicy policy = HostPolicy.of(defaults.withAuth(Settings.with(
                defaults.auth(),
                "google",
                Settings.with(
                        defaults.auth().google(),
                        "redirectUri",
                        URI.create("https://mcp.example.com/oauth/callback")))));

        assertThat(policy.allowsHost("mcp.example.com")).isTrue();
        assertThat(policy.allowsOrigin("https://mcp.example.com", "mcp.example.com"))
                .isTrue();
        assertThat(policy.allowsHost("other.example.com")).isFalse();
    }

    @Test
    void aRequestWithoutOriginComesFromNoPage() {
        assertThat(published().allowsOrigin(null, "mcp.example.com")).isTrue();
    }

    @Test
    void pagesOfTheSameOriginAndOfConfiguredOnesMayCall() {
        assertThat(published().allowsOrigin("https://mcp.example.com", "mcp.example.com"))
                .isTrue();
        assertThat(published().allowsOrigin("https://app.example.com", "mcp.example.com"))
                .isTrue();
        assertThat(LOOPBACK.allowsOrigin("http://127.0.0.1:3000", "127.0.0.1:3000"))
                .isTrue();
        assertThat(LOOPBACK.allowsOrigin("http://localhost:5173", "127.0.0.1:3000"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example.com",
                "null",
                "https://app.example.com.evil.com",
                "file://",
                "http://localhost:1"
            })
    void otherPagesMayNot(String origin) {
        assertThat(published().allowsOrigin(origin, "mcp.example.com")).isFalse();
    }

    @Test
    @Attack(WayIn.DNS_REBINDING)
    void aForeignOriginIsRefusedEvenWhenItsHostHeaderAgrees() {
        assertThat(LOOPBACK.allowsOrigin("http://evil.example.com", "evil.example.com"))
                .isFalse();
    }
}
