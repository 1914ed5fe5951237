package dev.mcpgateway.oauth.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after signing in: a path of this gateway and nothing else, or sign-in would be an open redirector. */
final class ReturnTo {
    /** The home page. */
    static final String HOME = "/";

    /** What fits into a cookie, sealed. */
    private static final int MAX_LENGTH = 2_400;

    private static final List<String> TRICKS = List.of("//", "\\", "/../", "/./");

    private ReturnTo() {}

    /**
     * The path if it is one that leads nowhere else however a browser reads it, the home page otherwise. Browsers take a
     * backslash for a slash, drop tabs and line breaks, and read {@code //host} as another host.
     */
    static String of(@Nullable String asked) {
        if (asked == null || asked.length() > MAX_LENGTH || !asked.startsWith("/") || asked.startsWith("//")) {
            return HOME;
        }
        for (int i = 0; i < asked.length(); i++) {
            char c = asked.charAt(i);
            if (c <= ' ' || c > '~' || c == '\\' || c == '"' || c == '<' || c == '>') {
                return HOME;
            }
        }
        try {
            URI uri = new URI(asked);
            String path = uri.getPath();
            // What turns into another path once it is decoded, or its dots are resolved, is not worth a risk.
            boolean local = uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && path != null
                    && TRICKS.stream().noneMatch(path::contains)
                    && path.chars().noneMatch(Character::isISOControl);
            return local ? asked : HOME;
        } catch (URISyntaxException e) {
            return HOME;
        }
    }
}
