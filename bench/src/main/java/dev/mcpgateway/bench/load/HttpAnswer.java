package dev.mcpgateway.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer; header names are in lower case. */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    /** The value of a header given in lower case, or null. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The JSON-RPC message in the body: the body itself, or the data of the last event when it is an SSE stream. */
    public byte[] message() {
        String type = header("content-type");
        if (type == null || !type.startsWith("text/event-stream")) {
            return body;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int data = text.lastIndexOf("data:");
        if (data < 0) {
            return new byte[0];
        }
        int end = text.indexOf('\n', data);
        return text.substring(data + 5, end < 0 ? text.length() : end).getBytes(StandardCharsets.UTF_8);
    }
}
