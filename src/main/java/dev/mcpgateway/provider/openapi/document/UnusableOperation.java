package dev.mcpgateway.provider.openapi.document;

/** An operation cannot become a tool; the message says why. */
public final class UnusableOperation extends RuntimeException {
    public UnusableOperation(String message) {
        super(message, null, false, false);
    }
}
