package dev.mcpgateway.provider.upstream.channel;

import org.jspecify.annotations.Nullable;

/**
 * What an initialize response has given.
 *
 * @param id the session id; null without a session
 * @param version the negotiated protocol version; null before there is one
 */
record HttpSession(@Nullable String id, @Nullable String version) {
    static final HttpSession NONE = new HttpSession(null, null);
}
