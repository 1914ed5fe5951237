/**
 * Upstreams of the stateless era (2026-07-28): channels, the headers that mirror a request, discovery and subscriptions; and
 * the pair in which client and upstream are both of this era, where bytes pass unchanged. Nothing here knows of legacy clients.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.modern;

import org.jspecify.annotations.NullMarked;
