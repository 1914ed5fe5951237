/**
 * What people gave to clients: codes, token families, personal access tokens, remembered consents, and how each is taken back.
 * Every grant is one record; tokens are in it as hashes.
 */
@NullMarked
package dev.mcpgateway.oauth.grant;

import org.jspecify.annotations.NullMarked;
