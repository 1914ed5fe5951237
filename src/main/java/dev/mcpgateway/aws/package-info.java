/**
 * The way to AWS for everything that needs it: one HTTP client with its own event loops, one client a service, credentials
 * by the SDK's default chain, and what went wrong in words. Which call is made, and what its answer means, is decided
 * above.
 */
@NullMarked
package dev.mcpgateway.aws;

import org.jspecify.annotations.NullMarked;
