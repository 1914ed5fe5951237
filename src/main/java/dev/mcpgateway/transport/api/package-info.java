/**
 * The HTTP API for clients that do not speak MCP: its envelopes, and what they mean in MCP. It calls tools through the same
 * dispatcher as MCP clients do, as a client of 2026-07-28 that can be asked nothing. It knows nothing of HTTP or WebSocket, which
 * carry the envelopes; those are in the package above.
 */
@NullMarked
package dev.mcpgateway.transport.api;

import org.jspecify.annotations.NullMarked;
