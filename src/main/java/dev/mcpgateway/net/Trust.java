package dev.mcpgateway.net;

import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which servers an operator has vouched for, by name: they may be anywhere, and speak plain http. Everything else that is fetched
 * is https on the public internet.
 *
 * @param origins as {@link Origin#of} writes them
 * @param tls how the servers of these origins prove who they are; null for the system's trust
 */
public record Trust(Set<String> origins, @Nullable ClientSSLOptions tls) {

    /** Nobody has vouched for anything. */
    public static final Trust NONE = new Trust(Set.of(), null);

    public Trust {
        origins = Set.copyOf(origins);
    }

    /** Whether the address is one of a server that was vouched for. */
    public boolean covers(URI uri) {
        return uri.getHost() != null && origins.contains(Origin.of(uri));
    }
}
