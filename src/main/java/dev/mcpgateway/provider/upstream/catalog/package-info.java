/**
 * What upstreams have said of their tools, prompts and resources: pages of lists, kept as the bytes that clients get, and what
 * the gateway itself reads from the tools among them. It asks nobody; whoever wants a page says how to fetch it.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.catalog;

import org.jspecify.annotations.NullMarked;
