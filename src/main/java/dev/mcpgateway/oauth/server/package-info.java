/**
 * The routes of the authorization server, and the authentication of requests by their bearer token. What is allowed is decided
 * in {@code oauth.client} and {@code oauth.grant}; here is what goes over HTTP.
 */
@NullMarked
package dev.mcpgateway.oauth.server;

import org.jspecify.annotations.NullMarked;
