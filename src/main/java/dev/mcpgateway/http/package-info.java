/**
 * The public listener: who may ask at all (Host and Origin), what browsers may read (CORS), and which room a path leads to.
 * Nothing here knows MCP beyond its paths and header names.
 */
@NullMarked
package dev.mcpgateway.http;

import org.jspecify.annotations.NullMarked;
