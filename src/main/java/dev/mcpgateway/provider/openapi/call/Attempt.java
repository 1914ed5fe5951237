package dev.mcpgateway.provider.openapi.call;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What became of one attempt to send a request. */
sealed interface Attempt {
    /** The service answered. */
    record Answered(int status, MultiMap headers, Buffer body) implements Attempt {}

    /** The service answered more than may be read; what it did, it did. */
    record TooLarge(int status) implements Attempt {}

    /** No connection: the service never saw the request. */
    record NotSent() implements Attempt {}

    /** The request was sent, and nobody knows whether it ran. */
    record Lost(boolean timedOut) implements Attempt {}
}
