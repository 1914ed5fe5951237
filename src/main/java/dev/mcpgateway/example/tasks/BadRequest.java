package dev.mcpgateway.example.tasks;

/** What the client sent is not what the document asks for. */
final class BadRequest extends RuntimeException {
    BadRequest(String message) {
        super(message, null, false, false);
    }
}
