package dev.mcpgateway.net;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scheme, host and port: what an address has in common with all others of the same server. */
public final class Origin {
    private Origin() {}

    /** Scheme, host and port of an address, in lower case and without the scheme's own port. */
    public static String of(URI uri) {
        String scheme = lower(uri.getScheme());
        int port = uri.getPort();
        boolean usual = port < 0 || (scheme.equals("https") && port == 443) || (scheme.equals("http") && port == 80);
        return scheme + "://" + lower(uri.getHost()) + (usual ? "" : ":" + port);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
