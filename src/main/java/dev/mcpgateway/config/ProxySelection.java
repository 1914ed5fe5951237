package dev.mcpgateway.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP proxy, if any, stands on the way to an address.
 *
 * @param noProxy hosts to reach directly, each optionally with a port
 */
public record ProxySelection(
        @Setting(env = "HTTP_PROXY", doc = "Proxy for http addresses, such as http://proxy.example.com:3128.") @Nullable
        ProxyServer http,

        @Setting(env = "HTTPS_PROXY", doc = "Proxy for https addresses, in the same form.") @Nullable
        ProxyServer https,

        @Setting(
                env = "NO_PROXY",
                doc =
                        "Hosts to reach directly: a name with all names below it, an IP address, a range such as 10.0.0.0/8,"
                                + " or * for all. Loopback addresses are always reached directly.")
        List<String> noProxy) {

    public ProxySelection {
        noProxy = List.copyOf(noProxy);
    }

    /** Returns the selection that never uses a proxy. */
    public static ProxySelection none() {
        return new ProxySelection(null, null, List.of());
    }

    /** Returns the proxy on the way to an address, or null to connect directly. Names are compared, never looked up. */
    public @Nullable ProxyServer select(URI target) {
        String named = target.getHost();
        if (named == null) {
            return null;
        }
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        int port = target.getPort() != -1 ? target.getPort() : secure ? 443 : 80;
        String host = bare(named);
        InetAddress address = address(host);
        boolean loopback = address == null ? isOrIsBelow(host, "localhost") : address.isLoopbackAddress();
        if (loopback
                || noProxy.stream().anyMatch(entry -> matches(entry.toLowerCase(Locale.ROOT), host, address, port))) {
            return null;
        }
        return secure ? https : http;
    }

    private static boolean matches(String entry, String host, @Nullable InetAddress address, int port) {
        if (entry.equals("*")) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return address != null && inRange(address, entry.substring(0, slash), entry.substring(slash + 1));
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        boolean bracketed = entry.startsWith("[");
        if (colon >= 0 && (bracketed ? entry.indexOf(']') < colon : entry.indexOf(':') == colon)) {
            if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        name = bare(name);
        InetAddress literal = address(name);
        return literal != null
                ? literal.equals(address)
                : address == null && isOrIsBelow(host, name.replaceFirst("^\\*?\\.", ""));
    }

    private static boolean inRange(InetAddress address, String base, String length) {
        InetAddress network = address(bare(base));
        if (network == null || !length.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] a = address.getAddress();
        byte[] b = network.getAddress();
        int bits = Integer.parseInt(length);
        if (a.length != b.length || bits > a.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if (((a[i / 8] ^ b[i / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOrIsBelow(String host, String name) {
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static @Nullable InetAddress address(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
