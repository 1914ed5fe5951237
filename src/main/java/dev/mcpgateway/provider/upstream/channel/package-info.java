/**
 * Channels carry JSON-RPC messages to one upstream for one client and bring back what answers them: Streamable HTTP, HTTP+SSE
 * and stdio. A channel matches responses to requests, enforces deadlines and sizes, and passes back-pressure on. It knows
 * nothing of eras, catalogs or names.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.channel;

import org.jspecify.annotations.NullMarked;
