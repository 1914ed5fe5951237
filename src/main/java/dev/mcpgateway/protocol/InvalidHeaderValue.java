package dev.mcpgateway.protocol;

/** A header value that cannot be read, or characters that cannot be written as one. The message does not repeat them. */
public final class InvalidHeaderValue extends RuntimeException {

    InvalidHeaderValue(String problem) {
        super(problem, null, false, false);
    }
}
