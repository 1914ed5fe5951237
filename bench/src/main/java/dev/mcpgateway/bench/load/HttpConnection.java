package dev.mcpgateway.bench.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One persistent HTTP/1.1 connection, used by one thread at a time. */
public final class HttpConnection implements Closeable {
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final int MAX_LINE_BYTES = 16 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;

    /** Connects to {@code port} of the loopback interface; a read that waits longer than {@code timeout} fails. */
    public HttpConnection(int port, Duration timeout) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.connect(new InetSocketAddress("127.0.0.1", port), Math.toIntExact(timeout.toMillis()));
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a whole request and reads the whole answer. */
    public HttpAnswer exchange(byte[] request) throws IOException {
        HttpAnswer head = open(request);
        return new HttpAnswer(head.status(), head.headers(), readBody(head));
    }

    /** Sends a whole request and reads the head of the answer; the body is left to {@link #read}. */
    public HttpAnswer open(byte[] request) throws IOException {
        out.write(request);
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("not an HTTP/1.1 answer: " + status);
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpAnswer(Integer.parseInt(status.substring(9, 12)), headers, new byte[0]);
    }

    /** Reads what has come of a body, with its chunk sizes still in it; -1 at the end of the connection. */
    public int read(byte[] target) throws IOException {
        if (position < limit) {
            int count = Math.min(target.length, limit - position);
            System.arraycopy(buffer, position, target, 0, count);
            position += count;
            return count;
        }
        return in.read(target);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing is sent any more: a failure to close loses nothing.
        }
    }

    private byte[] readBody(HttpAnswer head) throws IOException {
        if ("chunked".equalsIgnoreCase(head.header("transfer-encoding"))) {
            return readChunks();
        }
        String length = head.header("content-length");
        if (length != null) {
            return readBytes(Integer.parseInt(length), new byte[0]);
        }
        if (head.status() == 204) {
            return new byte[0];
        }
        throw new IOException("an answer without a length");
    }

    private byte[] readChunks() throws IOException {
        byte[] body = new byte[0];
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            body = readBytes(size, body);
            readLine();
            if (size == 0) {
                return body;
            }
        }
    }

    /** Returns {@code before} followed by the next {@code count} bytes. */
    private byte[] readBytes(int count, byte[] before) throws IOException {
        if (before.length + count > MAX_BODY_BYTES) {
            throw new IOException("an answer of more than " + MAX_BODY_BYTES + " bytes");
        }
        byte[] body = Arrays.copyOf(before, before.length + count);
        int at = before.length;
        int buffered = Math.min(count, limit - position);
        System.arraycopy(buffer, position, body, at, buffered);
        position += buffered;
        at += buffered;
        while (at < body.length) {
            int read = in.read(body, at, body.length - at);
            if (read < 0) {
                throw new EOFException("the connection ended in the middle of an answer");
            }
            at += read;
        }
        return body;
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        while (true) {
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.append(new String(buffer, start, position - start, StandardCharsets.ISO_8859_1));
            if (position < limit) {
                position++;
                return line.isEmpty() ? "" : line.substring(0, line.length() - 1);
            }
            if (line.length() > MAX_LINE_BYTES) {
                throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            position = 0;
            limit = Math.max(in.read(buffer), 0);
            if (limit == 0) {
                throw new EOFException("the connection ended before an answer");
            }
        }
    }
}
