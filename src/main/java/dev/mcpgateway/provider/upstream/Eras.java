package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.protocol.Era;
import org.jspecify.annotations.Nullable;

/**
 * In which era an upstream is spoken to, for the clients of each era: their own, when it speaks that too. What was found out is
 * believed for a time and then tried again.
 */
final class Eras {
    private final @Nullable Era configured;
    private final long ttlNanos;
    private volatile @Nullable Found legacyClients;
    private volatile @Nullable Found modernClients;

    Eras(UpstreamConfig config) {
        this.configured = switch (config.era()) {
            case AUTO -> isHttpSse(config) ? Era.LEGACY : null;
            case LEGACY -> Era.LEGACY;
            case MODERN -> Era.MODERN;
        };
        this.ttlNanos = config.eraTtl().toNanos();
    }

    /** That transport is one of 2024-11-05. */
    private static boolean isHttpSse(UpstreamConfig config) {
        return config.transport() instanceof UpstreamTransport.Http http
                && http.type() == UpstreamTransport.Http.Kind.SSE;
    }

    private record Found(Era era, long until) {}

    /** Whether there is nothing to find out. */
    boolean isConfigured() {
        return configured != null;
    }

    /** The upstream's era for clients of this one; null when it is not known or was found too long ago. */
    @Nullable
    Era known(Era client) {
        if (configured != null) {
            return configured;
        }
        Found found = client == Era.LEGACY ? legacyClients : modernClients;
        return found == null || System.nanoTime() - found.until > 0 ? null : found.era;
    }

    void found(Era client, Era upstream) {
        set(client, new Found(upstream, System.nanoTime() + ttlNanos));
    }

    void forget(Era client) {
        set(client, null);
    }

    private void set(Era client, @Nullable Found found) {
        if (client == Era.LEGACY) {
            legacyClients = found;
        } else {
            modernClients = found;
        }
    }
}
