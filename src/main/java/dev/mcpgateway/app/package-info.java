/**
 * What makes a running gateway of the rooms: the verticle tree, whose order is the order of the shutdown, the way from a signal
 * to exit code 0, and what is printed at the start. Nothing here handles a request.
 */
@NullMarked
package dev.mcpgateway.app;

import org.jspecify.annotations.NullMarked;
