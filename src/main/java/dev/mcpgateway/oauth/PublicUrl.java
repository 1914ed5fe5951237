package dev.mcpgateway.oauth;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.net.Origin;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origin by which clients know the gateway: its issuer, and the beginning of its resources. It comes from
 * {@code listener.publicUrl}, else from {@code auth.google.redirectUri}; without either, and where that is a loopback address,
 * it is the name that the client used, which the listener has compared with those it answers to. No forwarded header is read.
 */
public final class PublicUrl {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private PublicUrl() {}

    /** The origin for this request, such as {@code https://mcp.example.com}; without a slash at its end. */
    public static String origin(GatewayConfig config, HttpServerRequest request) {
        URI configured = configured(config);
        String host = host(request);
        if (configured != null && !(isLoopback(configured) && host != null && isLoopbackHost(host))) {
            return originOf(configured);
        }
        String scheme = config.listener().tls() == null ? "http" : "https";
        if (configured != null) {
            scheme = lower(configured.getScheme());
        }
        return scheme + "://"
                + (host == null ? "localhost:" + request.localAddress().port() : host.toLowerCase(Locale.ROOT));
    }

    /** The configured origin; null when it is the name that the client used. */
    public static @Nullable URI configured(GatewayConfig config) {
        URI publicUrl = config.listener().publicUrl();
        return publicUrl != null ? publicUrl : config.auth().google().redirectUri();
    }

    /** Scheme, host and port of an address, in lower case and without the scheme's own port. */
    public static String originOf(URI uri) {
        return Origin.of(uri);
    }

    /** Whether what is sent to this origin stays on the machine or is encrypted; no sign-in works on another one. */
    public static boolean isProtected(String origin) {
        return isSecure(origin) || isLoopback(URI.create(origin));
    }

    /** Whether cookies of this origin are {@code Secure} and have the prefix {@code __Host-}. */
    public static boolean isSecure(String origin) {
        return origin.startsWith("https://");
    }

    /** The name of a cookie at this origin: with {@code __Host-} wherever browsers accept that. */
    public static String cookieName(String origin, String name) {
        return isSecure(origin) ? "__Host-" + name : name;
    }

    /** Whether the host of an address is {@code localhost}, {@code 127.0.0.1} or {@code [::1]}. */
    public static boolean isLoopback(URI uri) {
        return uri.getHost() != null && LOOPBACK.contains(lower(uri.getHost()));
    }

    private static boolean isLoopbackHost(String authority) {
        int port = authority.lastIndexOf(':');
        return LOOPBACK.contains(lower(port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority));
    }

    private static @Nullable String host(HttpServerRequest request) {
        String host = request.getHeader("host");
        return host == null && request.authority() != null ? request.authority().toString() : host;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
