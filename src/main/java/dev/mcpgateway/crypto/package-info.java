/**
 * Keys and what is done with them: the server's own key file, keys derived from it for one purpose each, and
 * authenticated encryption. Only primitives of the JDK, and no decision about what is worth protecting: that is made by
 * whoever calls.
 */
@NullMarked
package dev.mcpgateway.crypto;

import org.jspecify.annotations.NullMarked;
