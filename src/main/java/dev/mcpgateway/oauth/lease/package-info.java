/**
 * One task at a time renews what a server elsewhere granted. Knows neither whose grant it is nor how it is renewed, and holds no
 * credential.
 */
@NullMarked
package dev.mcpgateway.oauth.lease;

import org.jspecify.annotations.NullMarked;
