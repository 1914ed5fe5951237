/**
 * Remote MCP servers as providers: Streamable HTTP, HTTP+SSE and stdio channels, upstream sessions, the cached catalog, and the
 * translation between the client's era and the upstream's. Nothing here knows more than one upstream at a time.
 */
@NullMarked
package dev.mcpgateway.provider.upstream;

import org.jspecify.annotations.NullMarked;
