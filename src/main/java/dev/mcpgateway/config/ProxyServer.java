package dev.mcpgateway.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy, with the credentials to use it when it wants any. */
public record ProxyServer(
        String host,
        int port,
        @Nullable String username,
        @Nullable Secret password) {

    /** Reads {@code [http://][user:password@]host[:port]}; returns null when the text is something else. */
    static @Nullable ProxyServer parse(String text) {
        URI uri;
        String user;
        try {
            uri = URI.create(text.contains("://") ? text : "http://" + text);
            user = uri.getRawUserInfo();
            if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
                return null;
            }
            int port = uri.getPort() == -1 ? 80 : uri.getPort();
            if (user == null) {
                return new ProxyServer(uri.getHost(), port, null, null);
            }
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            return new ProxyServer(uri.getHost(), port, decode(name), Secret.of(decode(password)));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
