/**
 * The token cost of tool lists, for operators and for the documentation: the lists that come with the gateway, those that a
 * configuration names, and how they are printed. Nothing here serves a request.
 */
@NullMarked
package dev.mcpgateway.app.cost;

import org.jspecify.annotations.NullMarked;
