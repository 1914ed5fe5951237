package dev.mcpgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySelectionTest {
    private static final ProxyServer PLAIN = new ProxyServer("plain.example.com", 3128, null, null);
    private static final ProxyServer SECURE = new ProxyServer("secure.example.com", 3129, null, null);

    @ParameterizedTest
    @CsvSource({
        "internal.example.com, https://internal.example.com/mcp",
        "internal.example.com, https://a.internal.example.com/mcp",
        ".example.com, https://internal.example.com/mcp",
        "*.example.com, https://internal.example.com/mcp",
        "INTERNAL.example.com, https://internal.EXAMPLE.com/mcp",
        "internal.example.com, https://internal.example.com./mcp",
        "example.com:8443, https://example.com:8443/mcp",
        "example.com:443, https://example.com/mcp",
        "10.0.0.0/8, http://10.20.30.40/mcp",
        "192.168.1.7, http://192.168.1.7:9000/mcp",
        "fd00::/8, http://[fd12::1]/mcp",
        "[fd12::1]:9000, http://[fd12::1]:9000/mcp",
        "fd12::1, http://[fd12:0::1]/mcp",
        "*, https://anything.example.org/",
    })
    void whatNoProxyNamesIsReachedDirectly(String entry, URI target) {
        assertThat(new ProxySelection(PLAIN, SECURE, List.of("other.test", entry)).select(target))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, https://notexample.com/mcp",
        "example.com:8443, https://example.com/mcp",
        "10.0.0.0/8, https://11.0.0.1/mcp",
        "10.0.0.0/33, https://10.0.0.1/mcp",
        "10.0.0.0/x, https://10.0.0.1/mcp",
        "10.0.0.0/8, https://[fd12::1]/mcp",
        "10.0.0.0/8, https://ten.example.com/mcp",
        "0.1, https://10.0.0.1/mcp",
        "., https://example.com/mcp",
    })
    void everythingElseGoesThroughTheProxy(String entry, URI target) {
        assertThat(new ProxySelection(PLAIN, SECURE, List.of(entry)).select(target))
                .isEqualTo(SECURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/mcp",
                "http://127.9.9.9/mcp",
                "http://[::1]:1/mcp",
                "http://localhost/",
                "http://a.localhost/"
            })
    void loopbackIsReachedDirectly(URI target) {
        assertThat(new ProxySelection(PLAIN, SECURE, List.of()).select(target)).isNull();
    }

    @Test
    void theSchemeChoosesTheProxy() {
        ProxySelection selection = new ProxySelection(PLAIN, null, List.of());

        assertThat(selection.select(URI.create("http://example.com/mcp"))).isEqualTo(PLAIN);
        assertThat(selection.select(URI.create("https://example.com/mcp"))).isNull();
        assertThat(ProxySelection.none().select(URI.create("http://example.com/mcp")))
                .isNull();
    }

    @Test
    void aProxyIsReadWithItsCredentials() {
        assertThat(ProxyServer.parse("http://me:s%40me+x@proxy.example.com:3128"))
                .isEqualTo(new ProxyServer("proxy.example.com", 3128, "me", Secret.of("s@me+x")));
        assertThat(ProxyServer.parse("me@proxy.example.com"))
                .isEqualTo(new ProxyServer("proxy.example.com", 80, "me", Secret.of("")));
        assertThat(ProxyServer.parse("proxy.example.com:3128"))
                .isEqualTo(new ProxyServer("proxy.example.com", 3128, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy.example.com:1080", "http://", "not a proxy", "http://a:%zz@proxy"})
    void whatIsNoProxyIsRefused(String text) {
        assertThat(ProxyServer.parse(text)).isNull();
    }
}
