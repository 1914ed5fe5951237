/**
 * The authorization servers of upstreams as the gateway finds and asks them: metadata (RFC 9728, RFC 8414), registration
 * (RFC 7591), tokens (RFC 6749) and revocation (RFC 7009). All that is named by somebody outside is guarded. Knows nothing of
 * people and keeps no token.
 */
@NullMarked
package dev.mcpgateway.oauth.upstream.server;

import org.jspecify.annotations.NullMarked;
