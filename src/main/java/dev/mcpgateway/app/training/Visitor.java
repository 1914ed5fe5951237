package dev.mcpgateway.app.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that asks one thing after the other. It uses what the health check uses, to need no classes of its own. */
final class Visitor {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String base;

    /** @param base scheme, host and port */
    Visitor(String base) {
        this.base = base;
    }

    /** Asks and expects one of the statuses below 400. */
    Answer get(String path) throws IOException {
        return ask("GET", path, null, null);
    }

    /** Sends a JSON-RPC message. */
    Answer post(String path, String message, @Nullable String session) throws IOException {
        return ask("POST", path, message, session);
    }

    private Answer ask(String method, String path, @Nullable String body, @Nullable String session) throws IOException {
        if (!(URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("not an address of HTTP: " + base);
        }
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("accept", "application/json, text/event-stream");
        if (session != null) {
            connection.setRequestProperty("mcp-session-id", session);
            connection.setRequestProperty("mcp-protocol-version", "2025-11-25");
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("content-type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IOException(
                    method + " " + path + " was answered with " + status + ": " + text(connection.getErrorStream()));
        }
        return new Answer(text(connection.getInputStream()), connection.getHeaderField("mcp-session-id"));
    }

    private static String text(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @param session the session that the answer began, or null */
    record Answer(String body, @Nullable String session) {}
}
