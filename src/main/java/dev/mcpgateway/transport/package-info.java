/**
 * The client transports: Streamable HTTP of both eras, HTTP+SSE of 2024-11-05, and what carries
 * the HTTP API: plain HTTP and WebSocket. They read the envelope, hold the open
 * streams, and are the only way out for what providers push. They see an authenticated principal, never a credential, and
 * know nothing of what a method means beyond its era.
 */
@NullMarked
package dev.mcpgateway.transport;

import org.jspecify.annotations.NullMarked;
