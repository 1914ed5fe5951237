/**
 * Sessions: what is kept about a client between its requests, and how it is created, loaded, touched and expired. A
 * session knows its owner and its upstream sessions; it knows no socket, no stream and no method of the protocol.
 */
@NullMarked
package dev.mcpgateway.session;

import org.jspecify.annotations.NullMarked;
