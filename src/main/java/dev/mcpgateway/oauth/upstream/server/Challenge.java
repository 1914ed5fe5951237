package dev.mcpgateway.oauth.upstream.server;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream asks for when it refuses a request: the {@code Bearer} challenge of its {@code WWW-Authenticate} (RFC 6750,
 * section 3; RFC 9728, section 5.1).
 *
 * @param resourceMetadata the address of its resource metadata, unchecked; null when it names none
 * @param scopes what it wants; empty when it does not say
 * @param error the error code; null when there is none
 */
public record Challenge(
        @Nullable String resourceMetadata,
        Set<String> scopes,
        @Nullable String error) {

    /** Nothing is asked for. */
    public static final Challenge NONE = new Challenge(null, Set.of(), null);

    private static final Pattern BEARER = Pattern.compile("(?i)(?:^|,)\\s*Bearer(?=\\s|$)");
    private static final Pattern PARAMETER = Pattern.compile(
            "\\G[\\s,]*([A-Za-z0-9_!#$%&'*+.^`|~-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");
    private static final int MOST_SCOPES = 100;

    public Challenge {
        scopes = Set.copyOf(scopes);
    }

    /** Reads a header; what cannot be read of it counts as not said. */
    public static Challenge of(@Nullable String header) {
        Matcher bearer = header == null ? null : BEARER.matcher(header);
        if (header == null || bearer == null || !bearer.find()) {
            return NONE;
        }
        String resourceMetadata = null;
        Set<String> scopes = Set.of();
        String error = null;
        Matcher parameter = PARAMETER.matcher(header);
        parameter.region(bearer.end(), header.length());
        while (parameter.find()) {
            String value = parameter.group(2) == null
                    ? parameter.group(3)
                    : parameter.group(2).replaceAll("\\\\(.)", "$1");
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "resource_metadata" -> resourceMetadata = value;
                case "scope" -> scopes = scopes(value);
                case "error" -> error = value;
                default -> {
                    // Nothing that is needed here.
                }
            }
        }
        return new Challenge(resourceMetadata, scopes, error);
    }

    /** Whether a token is good and allows too little. */
    public boolean wantsMore() {
        return "insufficient_scope".equals(error);
    }

    /** The scopes of a space-separated list, those alone that can be scopes. */
    public static Set<String> scopes(@Nullable String list) {
        Set<String> scopes = new LinkedHashSet<>();
        if (list != null) {
            Arrays.stream(list.split(" +"))
                    .filter(scope -> SCOPE.matcher(scope).matches())
                    .limit(MOST_SCOPES)
                    .forEach(scopes::add);
        }
        return scopes;
    }
}
