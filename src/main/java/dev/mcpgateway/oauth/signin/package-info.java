/**
 * How people prove who they are, in a browser: the routes to an identity provider and back, the development page, the cookies and
 * the sessions that come of it. Pages are interfaces here and lie in {@code web}; tokens for clients are the business of the
 * packages above.
 */
@NullMarked
package dev.mcpgateway.oauth.signin;

import org.jspecify.annotations.NullMarked;
