package dev.mcpgateway.app.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks one thing after the other and keeps cookies. It uses what the health check uses, so that hardly any class
 * is written down that a gateway does not need.
 */
final class Visitor {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final String base;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> cookies = new HashMap<>();

    /** @param base scheme, host and port */
    Visitor(String base) {
        this.base = base;
    }

    /** Sends this header with all that follows. */
    Visitor with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Answer get(String path) throws IOException {
        return ask("GET", path, null, null);
    }

    Answer json(String path, String body) throws IOException {
        return ask("POST", path, "application/json", body);
    }

    /** @param encoded the fields, as a browser sends them */
    Answer form(String path, String encoded) throws IOException {
        return ask("POST", path, "application/x-www-form-urlencoded", encoded);
    }

    /** Fails for a status from 400 on, unless it is that of a client that has to sign in first. */
    private Answer ask(String method, String path, @Nullable String type, @Nullable String body) throws IOException {
        if (!(URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("not an address of HTTP: " + base);
        }
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("accept", "application/json, text/event-stream, text/html");
        headers.forEach(connection::setRequestProperty);
        if (!cookies.isEmpty()) {
            connection.setRequestProperty(
                    "cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("content-type", type);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        if (status >= HttpURLConnection.HTTP_BAD_REQUEST && status != HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new IOException(
                    method + " " + path + " was answered with " + status + ": " + text(connection.getErrorStream()));
        }
        keepCookies(connection.getHeaderFields().getOrDefault("set-cookie", List.of()));
        return new Answer(
                status == HttpURLConnection.HTTP_UNAUTHORIZED ? "" : text(connection.getInputStream()),
                connection.getHeaderField("mcp-session-id"),
                connection.getHeaderField("location"));
    }

    private void keepCookies(List<String> set) {
        for (String cookie : set) {
            String pair = cookie.split(";", 2)[0];
            int equals = pair.indexOf('=');
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    private static String text(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * @param session the session that the answer began, or null
     * @param location where it sends the client, or null
     */
    record Answer(
            String body, @Nullable String session, @Nullable String location) {}
}
