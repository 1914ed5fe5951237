package dev.mcpgateway.bench.load;

/**
 * Where requests go, and as whom.
 *
 * @param token a bearer token, or null for none
 */
public record Address(int port, String path, String token) {

    /** The address for everything, without a token. */
    public static Address mcp(int port) {
        return new Address(port, "/mcp", null);
    }

    /** The same with a bearer token. */
    public Address as(String bearer) {
        return new Address(port, path, bearer);
    }

    /** The first lines of a request: the method, the host, the token. */
    String head(String method) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }
}
