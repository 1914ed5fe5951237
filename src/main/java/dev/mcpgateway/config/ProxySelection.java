package dev.mcpgateway.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which HTTP proxy, if any, stands on the way to an address. */
public record ProxySelection(
        @Setting(env = "HTTP_PROXY", doc = "Proxy for http addresses, such as http://proxy.example.com:3128.") @Nullable
        ProxyServer http,

        @Setting(env = "HTTPS_PROXY", doc = "Proxy for https addresses.") @Nullable
        ProxyServer https,

        @Setting(
                env = "NO_PROXY",
                doc = "Hosts to reach directly: a name with all below it, an address, a range such as 10.0.0.0/8, or"
                        + " * for all. Loopback always is.")
        List<String> direct) {

    public ProxySelection {
        direct = List.copyOf(direct);
    }

    /** Returns the selection that never uses a proxy. */
    public static ProxySelection none() {
        return new ProxySelection(null, null, List.of());
    }

    /** Returns the proxy for an address, or null to connect directly. */
    public @Nullable ProxyServer select(URI target) {
        return "https".equalsIgnoreCase(target.getScheme()) ? https : http;
    }
}
