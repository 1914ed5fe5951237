/**
 * Addresses on the network, and fetching what somebody else has named. Knows nothing of the gateway; no other room fetches an
 * address that came from outside.
 */
@NullMarked
package dev.mcpgateway.net;

import org.jspecify.annotations.NullMarked;
