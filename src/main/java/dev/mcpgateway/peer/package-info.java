/**
 * The other tasks of this gateway: which processes live and where they are reached, and how one task hands a request to the
 * one that holds what the request is about. Who is asked, and what that task then answers, is decided above; nothing here
 * knows a session, a stream or a method of the protocol.
 */
@NullMarked
package dev.mcpgateway.peer;

import org.jspecify.annotations.NullMarked;
