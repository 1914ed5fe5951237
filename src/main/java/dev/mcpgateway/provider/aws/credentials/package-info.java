/**
 * Whose credentials a call is made with: the person's own role, a profile that is allowed, or what the gateway has where that is
 * allowed; otherwise none. The choice is made anew for each call, and what is kept is kept under all that it was asked with.
 */
@NullMarked
package dev.mcpgateway.provider.aws.credentials;

import org.jspecify.annotations.NullMarked;
