/**
 * Keys and what is done with them: the secrets that all tasks share or the server's own key file, keys derived from them
 * for one purpose each, authenticated encryption, and data keys that are wrapped where they are kept. Only primitives of
 * the JDK, and no decision about what is worth protecting: that is made by whoever calls.
 */
@NullMarked
package dev.mcpgateway.crypto;

import org.jspecify.annotations.NullMarked;
