package dev.mcpgateway.session;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The session that one upstream holds for one session of ours: what any task needs to go on with it.
 *
 * @param sessionId the upstream's {@code Mcp-Session-Id}; null when the upstream gave none, as over stdio or in 2026-07-28
 * @param protocolVersion the version negotiated with the upstream
 * @param capabilities the upstream's capabilities, JSON as it came; null when they are not known
 */
public record UpstreamSession(
        @Nullable String sessionId,
        String protocolVersion,
        @Nullable Buffer capabilities) {

    /** Without the session id, which is a secret. */
    @Override
    public String toString() {
        return "UpstreamSession[" + protocolVersion + (sessionId == null ? ", no id" : ", with an id") + "]";
    }
}
