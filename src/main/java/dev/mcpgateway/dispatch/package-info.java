/**
 * From a method to whoever answers it: the endpoints, the names under which several providers appear as one server, the merged
 * lists, and the interceptors that every call passes. Streams, sockets and session records do not belong here.
 */
@NullMarked
package dev.mcpgateway.dispatch;

import org.jspecify.annotations.NullMarked;
