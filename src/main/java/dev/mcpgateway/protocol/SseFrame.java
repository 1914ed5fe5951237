package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event stream (WHATWG HTML, section 9.2). The data of an {@link #event} is split at newlines of any kind into
 * several data lines, which the receiver joins with line feeds; that of a {@link #message} is one line.
 */
public final class SseFrame {

    private SseFrame() {}

    /** An event with data alone. */
    public static Buffer event(Buffer data) {
        return event(null, null, null, data);
    }

    /** An event with data, and an id and a name unless they are null. */
    public static Buffer event(@Nullable String id, @Nullable String event, Buffer data) {
        return event(id, event, null, data);
    }

    /**
     * An event.
     *
     * @param id where to resume, null for none
     * @param event its name, null for none, which means {@code message}
     * @param retry milliseconds to wait before connecting again, 0 or more; null to say nothing
     * @param data may be empty, which is how a client is primed to poll
     * @throws IllegalArgumentException when id or name contain a newline, or the id a NUL
     */
    public static Buffer event(@Nullable String id, @Nullable String event, @Nullable Long retry, Buffer data) {
        byte[] bytes = data.getBytes();
        Buffer frame = Buffer.buffer(bytes.length + 64);
        field(frame, "id", id);
        field(frame, "event", event);
        if (retry != null) {
            frame.appendString(retry(retry));
        }
        int from = 0;
        int eol;
        do {
            eol = Words.indexOfEither(bytes, from, bytes.length, '\n', '\r');
            frame.appendString("data: ").appendBytes(bytes, from, eol - from).appendByte((byte) '\n');
            boolean crlf = eol + 1 < bytes.length && bytes[eol] == '\r' && bytes[eol + 1] == '\n';
            from = eol + (crlf ? 2 : 1);
        } while (eol < bytes.length);
        return frame.appendByte((byte) '\n');
    }

    /**
     * A JSON message as an event of one data line, which is all that some clients read. Valid JSON has newlines only between
     * its tokens, where a space means the same.
     *
     * @param id where to resume, null for none
     * @param retry milliseconds to wait before connecting again, 0 or more; null to say nothing
     * @throws IllegalArgumentException when the id contains a newline or a NUL
     */
    public static Buffer message(@Nullable String id, @Nullable Long retry, Buffer json) {
        Buffer frame = Buffer.buffer(json.length() + 64);
        field(frame, "id", id);
        frame.appendString("event: message\n");
        if (retry != null) {
            frame.appendString(retry(retry));
        }
        frame.appendString("data: ");
        int at = frame.length();
        frame.appendBuffer(json);
        int to = frame.length();
        while ((at = Words.indexOfEither(frame, at, to, '\n', '\r')) < to) {
            frame.setByte(at, (byte) ' ');
        }
        return frame.appendString("\n\n");
    }

    /**
     * Says how long to wait before connecting again, and nothing else.
     *
     * @param millis milliseconds, 0 or more
     */
    public static Buffer retry(long millis, @Nullable String id) {
        Buffer frame = Buffer.buffer(32);
        field(frame, "id", id);
        return frame.appendString(retry(millis)).appendByte((byte) '\n');
    }

    /**
     * A comment, which keeps the connection alive and which no receiver sees.
     *
     * @param text may be empty
     * @throws IllegalArgumentException when it contains a newline
     */
    public static Buffer comment(String text) {
        return Buffer.buffer((text.isEmpty() ? ":" : ": " + oneLine("a comment", text)) + "\n\n");
    }

    private static String retry(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("retry must not be negative: " + millis);
        }
        return "retry: " + millis + '\n';
    }

    private static void field(Buffer frame, String name, @Nullable String value) {
        if (value != null) {
            if (name.equals("id") && value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("receivers ignore an id with a NUL");
            }
            frame.appendString(name + ": " + oneLine(name, value) + '\n');
        }
    }

    private static String oneLine(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n' || c == '\r') {
                throw new IllegalArgumentException(name + " of an event stream must not have a newline");
            }
        }
        return value;
    }
}
