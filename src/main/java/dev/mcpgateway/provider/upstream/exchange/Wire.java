package dev.mcpgateway.provider.upstream.exchange;

/** The transports by which an upstream is reached. */
public enum Wire {
    STREAMABLE_HTTP,
    HTTP_SSE,
    STDIO
}
