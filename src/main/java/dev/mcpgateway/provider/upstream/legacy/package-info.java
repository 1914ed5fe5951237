/**
 * Upstreams of the initialize era (2025-11-25 and before): one upstream session for each client, opened on first use, gone on
 * with after a restart, and opened again when it is lost; and the pair in which client and upstream are both of this era, where
 * bytes pass unchanged. Nothing here knows of modern clients but that their sessions are closed when idle.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.legacy;

import org.jspecify.annotations.NullMarked;
