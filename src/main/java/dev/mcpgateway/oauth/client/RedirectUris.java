package dev.mcpgateway.oauth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where people may be sent back to: https anywhere, http on this machine alone, and the schemes of applications that are known
 * by name. They match as text, character by character; on loopback the port may differ, since such clients listen on any free
 * one (RFC 8252, section 7.3).
 */
public final class RedirectUris {
    /** Longer ones do not fit into the cookies and addresses that they have to travel in. */
    public static final int MAX_LENGTH = 1024;

    private static final Pattern LOOPBACK =
            Pattern.compile("http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(?::\\d{1,5})?((?:/[^#]*)?|\\?[^#]*)");

    private RedirectUris() {}

    /** What is wrong with a redirect URI, for the developer of the client; null when it may be registered. */
    public static @Nullable String problem(String uri, List<String> customSchemes) {
        if (uri.length() > MAX_LENGTH) {
            return "a redirect URI has at most " + MAX_LENGTH + " characters";
        }
        if (!uri.chars().allMatch(c -> c > ' ' && c <= '~' && c != '\\' && c != '*')) {
            return "a redirect URI has no spaces, backslashes, wildcards or characters that are not ASCII";
        }
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException e) {
            return "the redirect URI is not a URI";
        }
        String scheme = parsed.getScheme() == null ? "" : parsed.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.isEmpty() || uri.contains("#") || parsed.getRawUserInfo() != null) {
            return "a redirect URI is absolute and has no fragment and no user information";
        }
        return switch (scheme) {
            case "https" -> parsed.getHost() == null ? "the redirect URI has no host" : null;
            case "http" ->
                LOOPBACK.matcher(uri).matches()
                        ? null
                        : "plain http is for localhost, 127.0.0.1 and [::1] only; use https";
            default ->
                customSchemes.contains(scheme)
                        ? null
                        : "the scheme " + scheme + " is not allowed; allowed are https, http on loopback, and "
                                + String.join(", ", customSchemes);
        };
    }

    /** Whether one of the registered URIs is the one asked for. */
    public static boolean matches(Collection<String> registered, String asked) {
        String bare = withoutLoopbackPort(asked);
        return registered.contains(asked)
                || (bare != null && registered.stream().anyMatch(one -> bare.equals(withoutLoopbackPort(one))));
    }

    /** What a consent is remembered for: the URI, on loopback without its port. */
    public static String remembered(String uri) {
        String bare = withoutLoopbackPort(uri);
        return bare == null ? uri : bare;
    }

    /** The host that a redirect URI leads to; the scheme for one of an application. */
    public static String host(String uri) {
        URI parsed = URI.create(uri);
        String scheme = String.valueOf(parsed.getScheme());
        return scheme.startsWith("http") && parsed.getHost() != null ? parsed.getHost() : scheme + ":";
    }

    private static @Nullable String withoutLoopbackPort(String uri) {
        Matcher loopback = LOOPBACK.matcher(uri);
        return loopback.matches() ? "http://" + loopback.group(1) + loopback.group(2) : null;
    }
}
