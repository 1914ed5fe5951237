/**
 * OAuth clients: which there are, how they make themselves known, and where people may be sent back to. Nothing here knows
 * what a person allowed them.
 */
@NullMarked
package dev.mcpgateway.oauth.client;

import org.jspecify.annotations.NullMarked;
