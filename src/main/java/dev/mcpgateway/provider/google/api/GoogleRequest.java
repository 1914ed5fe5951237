package dev.mcpgateway.provider.google.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to a service of Google. */
public final class GoogleRequest {
    private final GoogleService service;
    private final HttpMethod method;
    private final boolean repeatable;
    private final @Nullable URI linked;
    private final StringBuilder path = new StringBuilder();
    private final List<String> query = new ArrayList<>();
    private @Nullable Buffer body;
    private @Nullable String contentType;

    private GoogleRequest(GoogleService service, HttpMethod method, boolean repeatable, @Nullable URI linked) {
        this.service = service;
        this.method = method;
        this.repeatable = repeatable;
        this.linked = linked;
    }

    /** Something that changes nothing, and is asked again when Google is busy. */
    public static GoogleRequest get(GoogleService service, String... path) {
        return new GoogleRequest(service, HttpMethod.GET, true, null).path(path);
    }

    /** Something that changes nothing though it is a POST. */
    public static GoogleRequest query(GoogleService service, String... path) {
        return new GoogleRequest(service, HttpMethod.POST, true, null).path(path);
    }

    /** Something that changes something, and is sent once. */
    public static GoogleRequest write(GoogleService service, HttpMethod method, String... path) {
        return new GoogleRequest(service, method, false, null).path(path);
    }

    /** What a service has linked to, for example an image. It goes without the person's token. */
    static GoogleRequest linked(GoogleService service, URI address) {
        return new GoogleRequest(service, HttpMethod.GET, true, address);
    }

    /** Segments, each of which is escaped: whatever an id holds, it leads to no other path. */
    private GoogleRequest path(String... segments) {
        for (String segment : segments) {
            path.append('/').append(segment.matches("\\.{1,2}") ? segment.replace(".", "%2E") : escape(segment));
        }
        return this;
    }

    /** Adds what Google calls a custom verb, as in {@code values/A1:clear}, which stands behind the last segment. */
    public GoogleRequest verb(String verb) {
        path.append(':').append(verb);
        return this;
    }

    /** Adds a parameter; nothing when the value is null. */
    public GoogleRequest with(String name, @Nullable Object value) {
        if (value != null) {
            query.add(escape(name) + "=" + escape(value.toString()));
        }
        return this;
    }

    /** Sets the body. */
    public GoogleRequest json(JsonObject json) {
        return body("application/json", json.toBuffer());
    }

    /** Sets the body. */
    public GoogleRequest body(String type, Buffer bytes) {
        contentType = type;
        body = bytes;
        return this;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    GoogleService service() {
        return service;
    }

    HttpMethod method() {
        return method;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    /** The whole address of what was linked to; null for a request to the service itself. */
    @Nullable
    URI linked() {
        return linked;
    }

    String pathAndQuery() {
        return query.isEmpty() ? path.toString() : path + "?" + String.join("&", query);
    }

    @Nullable
    Buffer body() {
        return body;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    /** Without what a person asked for. */
    @Override
    public String toString() {
        return method + " " + service;
    }
}
