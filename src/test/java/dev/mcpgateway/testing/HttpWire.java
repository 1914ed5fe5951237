package dev.mcpgateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 connection, read and written by hand: tests say what goes over the wire and see what comes. */
public final class HttpWire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final int port;
    private final InputStream in;
    private int chunkLeft;
    private boolean chunked;
    private boolean ended;

    private HttpWire(int port) throws IOException {
        this.port = port;
        this.socket = new Socket();
        socket.setReceiveBufferSize(32 * 1024);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static HttpWire connect(int port) {
        try {
            return new HttpWire(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A status line and headers, names in lower case. */
    public record Head(int status, Map<String, String> headers) {
        public String header(String name) {
            return headers.get(name);
        }
    }

    /** A whole answer. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.get(name);
        }
    }

    /** Sends a request; headers as lines {@code Name: value}, without Host when one of them is a Host. */
    public HttpWire send(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean hasHost = false;
        for (String header : headers) {
            hasHost |= header.toLowerCase(Locale.ROOT).startsWith("host:");
            request.append(header).append("\r\n");
        }
        if (!hasHost) {
            request.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        if (body != null) {
            request.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return raw(request + "\r\n" + (body == null ? "" : body));
    }

    /** Writes what it is given. */
    public HttpWire raw(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the head of an answer. */
    public Head head() {
        String[] status = wireLine().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = wireLine(); !line.isEmpty(); line = wireLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        chunked = "chunked".equals(headers.get("transfer-encoding"));
        chunkLeft = chunked ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        ended = false;
        return new Head(Integer.parseInt(status[1]), headers);
    }

    /** Reads an answer to its end. */
    public Answer answer() {
        Head head = head();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int b = read(); b >= 0; b = read()) {
            body.write(b);
        }
        return new Answer(head.status(), head.headers(), body.toString(StandardCharsets.UTF_8));
    }

    /** The next line of the body; null at its end. */
    public String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next event of a stream with its lines joined by {@code |}, comments left out; null at the stream's end. */
    public String event() {
        StringBuilder event = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && !event.isEmpty()) {
                return event.toString();
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.append(event.isEmpty() ? "" : "|").append(line);
            }
        }
        return event.isEmpty() ? null : event.toString();
    }

    /** The data of the next event that has any; null at the stream's end. */
    public String data() {
        for (String event = event(); event != null; event = event()) {
            int data = event.indexOf("data: ");
            if (data >= 0) {
                return event.substring(data + "data: ".length());
            }
        }
        return null;
    }

    /** Whether the peer has closed the connection, waiting for it. */
    public boolean closedByPeer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return "Connection reset".equals(e.getMessage());
        }
    }

    private int read() {
        if (ended) {
            return -1;
        }
        if (chunkLeft == 0) {
            if (chunked) {
                chunkLeft = Integer.parseInt(wireLine(), 16);
            }
            if (chunkLeft == 0) {
                ended = true;
                if (chunked) {
                    wireLine();
                }
                return -1;
            }
        }
        int b = wire();
        if (--chunkLeft == 0 && chunked) {
            wireLine();
        } else if (chunkLeft == 0) {
            ended = true;
        }
        return b;
    }

    private String wireLine() {
        StringBuilder line = new StringBuilder();
        for (int b = wire(); b != '\n'; b = wire()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private int wire() {
        try {
            int b = in.read();
            if (b < 0) {
                throw new UncheckedIOException(new IOException("the connection was closed"));
            }
            return b;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
