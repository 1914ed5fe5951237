package dev.mcpgateway.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A session of 2025-11-25 on one connection. */
public final class McpSession {
    private final HttpConnection connection;
    private final Address to;
    private final String id;

    private McpSession(HttpConnection connection, Address to, String id) {
        this.connection = connection;
        this.to = to;
        this.id = id;
    }

    /** Initializes a session and leaves it at that. */
    public static McpSession initialize(HttpConnection connection, Address to)
            throws IOException, WrongAnswer {
        HttpAnswer answer = connection.exchange(bytes(Requests.initialize(to)));
        Answer.to(1, answer);
        String id = answer.header("mcp-session-id");
        if (id == null) {
            throw new WrongAnswer("initialize was answered without an Mcp-Session-Id");
        }
        return new McpSession(connection, to, id);
    }

    /** Initializes a session and says so. */
    public static McpSession open(HttpConnection connection, Address to) throws IOException, WrongAnswer {
        McpSession session = initialize(connection, to);
        int status = connection
                .exchange(bytes(Requests.initialized(to, session.id)))
                .status();
        if (status / 100 != 2) {
            throw new WrongAnswer("notifications/initialized was answered with status " + status);
        }
        return session;
    }

    /** A session that was opened before. */
    static McpSession known(HttpConnection connection, Address to, String id) {
        return new McpSession(connection, to, id);
    }

    public String id() {
        return id;
    }

    /** Makes one call on this session's connection. */
    public void call(Call call, long number) throws IOException, WrongAnswer {
        byte[] request = new RequestTemplate(call.request(to, id)).with(number);
        call.check(number, Answer.to(number, connection.exchange(request)));
    }

    /** Opens the GET stream on a connection of its own, which is left after the first bytes of the body. */
    public void stream(HttpConnection connection) throws IOException, WrongAnswer {
        HttpAnswer head = connection.open(bytes(Requests.stream(to, id)));
        if (head.status() != 200) {
            throw new WrongAnswer("the GET stream was answered with status " + head.status());
        }
        if (connection.read(new byte[1024]) <= 0) {
            throw new WrongAnswer("the GET stream ended at once");
        }
    }

    /** The status with which a ping is answered. */
    int ping() throws IOException {
        var ping = new RequestTemplate(Requests.legacy(to, id, "ping", ""));
        return connection.exchange(ping.with(1_000_000_000)).status();
    }

    /** Ends the session; the status of the answer says whether it was known. */
    public int delete() throws IOException {
        return connection.exchange(bytes(Requests.delete(to, id))).status();
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }
}
