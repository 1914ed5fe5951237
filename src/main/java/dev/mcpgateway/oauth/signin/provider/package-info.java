/**
 * Google and other OpenID Connect providers: discovery, code exchange, refresh, and every check of an ID token. What comes out
 * is a person or a typed failure. No cookie, no page and no record of the store lives here.
 */
@NullMarked
package dev.mcpgateway.oauth.signin.provider;

import org.jspecify.annotations.NullMarked;
