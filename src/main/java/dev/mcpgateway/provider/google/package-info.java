/**
 * Google Workspace as one provider: which tools there are under a configuration, and who the account is. Services live in
 * packages below, what they share in {@code api}.
 */
@NullMarked
package dev.mcpgateway.provider.google;

import org.jspecify.annotations.NullMarked;
