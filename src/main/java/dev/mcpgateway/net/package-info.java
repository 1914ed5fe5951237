/**
 * Addresses on the network, and speaking to servers that somebody else has named. Knows nothing of the gateway; no other room fetches an
 * address that came from outside.
 */
@NullMarked
package dev.mcpgateway.net;

import org.jspecify.annotations.NullMarked;
