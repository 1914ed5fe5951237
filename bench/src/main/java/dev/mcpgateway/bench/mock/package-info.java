/**
 * The MCP server behind what is measured. It answers at once from prepared bytes, counts what reached it, and can be told to
 * hang or to flood. It knows no more of MCP than the rows need.
 */
package dev.mcpgateway.bench.mock;
