/**
 * REST services as MCP servers: a service's OpenAPI document is read, its operations become tools, and a call of a tool becomes a
 * request of the service. Here is what the configuration makes; reading the document, shaping the tools and calling the service
 * have packages of their own below. Nothing here is loaded where no service is configured.
 */
@NullMarked
package dev.mcpgateway.provider.openapi;

import org.jspecify.annotations.NullMarked;
