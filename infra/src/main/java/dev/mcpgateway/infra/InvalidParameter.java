package dev.mcpgateway.infra;

/** A parameter that the stack cannot be made with; the message says which, and what to do. */
public final class InvalidParameter extends RuntimeException {
    InvalidParameter(String message) {
        super(message);
    }
}
