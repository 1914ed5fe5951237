/**
 * How an upstream learns on whose behalf a request comes: headers that the gateway vouches for, one set for each person. Nothing
 * here opens connections, and nothing that a client sent is read here.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.credentials;

import org.jspecify.annotations.NullMarked;
