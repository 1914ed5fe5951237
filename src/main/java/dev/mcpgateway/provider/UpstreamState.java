package dev.mcpgateway.provider;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be known to go on with an upstream session of the initialize era.
 *
 * @param sessionId the upstream's {@code Mcp-Session-Id}; null when the upstream gave none or its session lives in a process
 *     or a stream that only one task holds
 * @param protocolVersion the version negotiated with the upstream
 * @param subscriptions the resource URIs that the client subscribed to, to be subscribed again in a new session
 */
public record UpstreamState(@Nullable String sessionId, String protocolVersion, Set<String> subscriptions) {
    public UpstreamState {
        subscriptions = Set.copyOf(subscriptions);
    }

    /** Without the session id, which is a secret. */
    @Override
    public String toString() {
        return "UpstreamState[" + protocolVersion + (sessionId == null ? ", no id" : ", with an id") + "]";
    }
}
