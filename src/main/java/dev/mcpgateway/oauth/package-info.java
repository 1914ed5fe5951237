/**
 * The authorization server for MCP clients and the resource side: metadata, registration, consent, codes, tokens, and who a
 * bearer token belongs to. How people prove who they are lies in {@code oauth.signin}, what they see in {@code web}; here are
 * the interfaces to both. Nothing here knows MCP.
 */
@NullMarked
package dev.mcpgateway.oauth;

import org.jspecify.annotations.NullMarked;
