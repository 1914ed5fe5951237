package dev.mcpgateway.session;

/** How the client of an MCP session reaches the gateway. */
public enum SessionTransport {
    STREAMABLE_HTTP("streamable-http"),
    HTTP_SSE("http+sse");

    private final String id;

    SessionTransport(String id) {
        this.id = id;
    }

    /** The name in records, logs and metrics. */
    public String id() {
        return id;
    }

    /** The transport of that name; fails with {@link IllegalArgumentException} when there is none. */
    static SessionTransport of(String id) {
        for (SessionTransport transport : values()) {
            if (transport.id.equals(id)) {
                return transport;
            }
        }
        throw new IllegalArgumentException("unknown transport \"" + id + "\"");
    }
}
