package dev.mcpgateway.provider.openapi.document;

/** The document is no OpenAPI document that can be used; the message says why, and repeats nothing of it. */
public final class UnreadableDocument extends RuntimeException {
    public UnreadableDocument(String message) {
        super(message, null, false, false);
    }
}
