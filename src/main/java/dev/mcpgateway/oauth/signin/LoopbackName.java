package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.oauth.PublicUrl;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of one's own machine. A provider answers to the registered one, and cookies belong to the one that the person opened:
 * a state says which that was, so that the answer finds its way back. It leads to these names at the same port, nowhere else.
 */
final class LoopbackName {
    private static final List<String> NAMES = List.of("127.0.0.1", "localhost", "[::1]");

    private LoopbackName() {}

    /** What to append to a state; empty when the provider answers to the name that the person opened. */
    static String mark(String origin, String redirectUri) {
        URI opened = URI.create(origin);
        URI registered = URI.create(redirectUri);
        int index = NAMES.indexOf(String.valueOf(opened.getHost()));
        return index >= 0
                        && PublicUrl.isLoopback(registered)
                        && !opened.getHost().equals(registered.getHost())
                ? "." + index
                : "";
    }

    /** The mark of a state; empty when it has none. */
    static String markOf(String state) {
        int dot = state.indexOf('.');
        return dot < 0 ? "" : state.substring(dot);
    }

    /** The origin at which a state was made; null when it is this one, or the state has no mark. */
    static @Nullable String elsewhere(String origin, @Nullable String state) {
        URI here = URI.create(origin);
        String mark = state == null ? "" : markOf(state);
        if (!mark.matches("\\.[0-2]") || !PublicUrl.isLoopback(here)) {
            return null;
        }
        String name = NAMES.get(mark.charAt(1) - '0');
        return name.equals(here.getHost())
                ? null
                : here.getScheme() + "://" + name + (here.getPort() < 0 ? "" : ":" + here.getPort());
    }
}
