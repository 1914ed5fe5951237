/**
 * What the tools for all of Google's services have in common: the client of Google's REST interfaces with its limits,
 * repetitions and failures, the person's token, and scopes. What one service answers does not belong here.
 */
@NullMarked
package dev.mcpgateway.provider.google.api;

import org.jspecify.annotations.NullMarked;
