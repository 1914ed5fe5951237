package dev.mcpgateway.bench.load;

/** The text of each HTTP request that the load generator sends. */
final class Requests {
    private static final String LEGACY_VERSION = "2025-11-25";
    private static final String MODERN_VERSION = "2026-07-28";
    private static final String CLIENT = "{\"name\":\"bench\",\"version\":\"1.0.0\"}";
    private static final String MODERN_META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + MODERN_VERSION
                    + "\",\"io.modelcontextprotocol/clientInfo\":" + CLIENT
                    + ",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private Requests() {}

    static String initialize(Address to) {
        String params = "\"protocolVersion\":\"" + LEGACY_VERSION + "\",\"capabilities\":{},\"clientInfo\":" + CLIENT;
        return post(to, "", message(1, "initialize", params));
    }

    static String initialized(Address to, String session) {
        return post(to, session(session), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    static String stream(Address to, String session) {
        return to.head("GET") + "Accept: text/event-stream\r\n"
                + session(session) + "\r\n";
    }

    static String delete(Address to, String session) {
        return to.head("DELETE") + session(session) + "\r\n";
    }

    static String stats(int port) {
        return "GET /stats HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
    }

    /** A request of 2025-11-25; {@code params} are the members of the object, without its braces. */
    static String legacy(Address to, String session, String method, String params) {
        return post(to, session(session), message(RequestTemplate.NUMBER, method, params));
    }

    /** A request of 2026-07-28 with its {@code _meta} and the headers that repeat the body. */
    static String modern(Address to, String method, String name, String params) {
        String headers = "MCP-Protocol-Version: " + MODERN_VERSION + "\r\nMcp-Method: " + method + "\r\nMcp-Name: "
                + name + "\r\n";
        return post(to, headers, message(RequestTemplate.NUMBER, method, params + "," + MODERN_META));
    }

    private static String session(String session) {
        return "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: " + LEGACY_VERSION + "\r\n";
    }

    private static String message(Object id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private static String post(Address to, String headers, String body) {
        return to.head("POST") + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: " + body.length() + "\r\n" + headers
                + "\r\n"
                + body;
    }
}
