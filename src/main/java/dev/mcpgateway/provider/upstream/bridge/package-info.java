/**
 * Clients of one era in front of upstreams of the other: what has a form in both is given that form, and what has none in one
 * of them gets the error that says so. Requests that a server makes of the client travel on the call's own stream in one era
 * and inside {@code input_required} results in the other; the two classes that wait between them live here.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.bridge;

import org.jspecify.annotations.NullMarked;
