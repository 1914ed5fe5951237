/**
 * The bytes of the Model Context Protocol: JSON values as ranges of the bytes they came in, the JSON-RPC envelope, method
 * names, error codes, protocol versions and their eras, reserved {@code _meta} keys, HTTP header names with their value
 * encoding, and server-sent events. Everything here is a pure function over bytes; nothing here knows of sockets,
 * sessions, configuration or upstreams, and nothing is imported but the JDK and Vert.x's {@code Buffer}.
 */
@NullMarked
package dev.mcpgateway.protocol;

import org.jspecify.annotations.NullMarked;
