/**
 * Tools that the gateway runs itself. A {@link dev.mcpgateway.provider.tool.Tool} is a definition and a function; {@link
 * dev.mcpgateway.provider.tool.ToolProvider} makes an MCP server of both eras of them, checks arguments against their schema and
 * turns failures into results that a model can act on. What a tool talks to belongs into a package of its own beside this one.
 */
@NullMarked
package dev.mcpgateway.provider.tool;

import org.jspecify.annotations.NullMarked;
