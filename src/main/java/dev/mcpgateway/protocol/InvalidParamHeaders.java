package dev.mcpgateway.protocol;

/**
 * A tool's input schema has an {@code x-mcp-header} that the specification does not allow. A client of the tool over
 * Streamable HTTP leaves the tool out of the list and logs this message.
 */
public final class InvalidParamHeaders extends RuntimeException {

    InvalidParamHeaders(String problem) {
        super(problem, null, false, false);
    }
}
