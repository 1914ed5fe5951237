package dev.mcpgateway.session;

import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Session records as JSON. What the client or an upstream sent is base64 inside it, so that it comes back byte for byte.
 * A member that is missing or of the wrong type fails; one that is unknown was written by a newer task and is passed
 * over.
 */
final class SessionRecordCodec {

    /** Raised only when an older gateway must not read what this one writes; a new optional member does not raise it. */
    private static final int FORMAT = 1;

    private SessionRecordCodec() {}

    static Buffer encode(SessionRecord session) {
        JsonObject upstreams = new JsonObject();
        session.upstreams().forEach((name, upstream) -> upstreams.put(name, encode(upstream)));
        JsonObject json = new JsonObject()
                .put("format", FORMAT)
                .put("principal", session.principal())
                .put("endpoint", session.endpoint())
                .put("transport", session.transport().id())
                .put("protocolVersion", session.protocolVersion())
                .put("clientInfo", session.clientInfo())
                .put("clientCapabilities", session.clientCapabilities())
                .put("upstreams", upstreams)
                .put("createdAt", session.createdAt().toEpochMilli())
                .put("lastSeen", session.lastSeen().toEpochMilli());
        if (session.logLevel() != null) {
            json.put("logLevel", session.logLevel());
        }
        if (session.client() != null) {
            json.put("client", session.client());
        }
        if (session.task() != null) {
            json.put("task", session.task());
        }
        return json.toBuffer();
    }

    private static JsonObject encode(UpstreamState upstream) {
        JsonObject json = new JsonObject()
                .put("protocolVersion", upstream.protocolVersion())
                .put(
                        "subscriptions",
                        new JsonArray(upstream.subscriptions().stream().sorted().toList()));
        if (upstream.sessionId() != null) {
            json.put("sessionId", upstream.sessionId());
        }
        return json;
    }

    static SessionRecord decode(String id, Buffer value) {
        try {
            JsonObject json = new JsonObject(value);
            long format = integer(json, "format");
            if (format != FORMAT) {
                throw new MalformedSessionRecord(
                        "the session was written in format " + format + ", this gateway reads format " + FORMAT, null);
            }
            return new SessionRecord(
                    id,
                    required(json, "principal", String.class),
                    required(json, "endpoint", String.class),
                    SessionTransport.of(required(json, "transport", String.class)),
                    required(json, "protocolVersion", String.class),
                    optional(json, "client", String.class),
                    bytes(required(json, "clientInfo", String.class)),
                    bytes(required(json, "clientCapabilities", String.class)),
                    optional(json, "logLevel", String.class),
                    upstreams(required(json, "upstreams", JsonObject.class)),
                    optional(json, "task", String.class),
                    Instant.ofEpochMilli(integer(json, "createdAt")),
                    Instant.ofEpochMilli(integer(json, "lastSeen")));
        } catch (DecodeException e) {
            // Without the cause: a parser's message quotes the text around the error.
            throw new MalformedSessionRecord("the session is not JSON", null);
        } catch (IllegalArgumentException e) {
            throw new MalformedSessionRecord("the session cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, UpstreamState> upstreams(JsonObject json) {
        Map<String, UpstreamState> upstreams = new LinkedHashMap<>();
        for (String name : json.fieldNames()) {
            JsonObject upstream = required(json, name, JsonObject.class);
            upstreams.put(
                    name,
                    new UpstreamState(
                            optional(upstream, "sessionId", String.class),
                            required(upstream, "protocolVersion", String.class),
                            strings(required(upstream, "subscriptions", JsonArray.class))));
        }
        return upstreams;
    }

    private static Set<String> strings(JsonArray array) {
        Set<String> strings = new LinkedHashSet<>();
        for (Object element : array) {
            if (!(element instanceof String text)) {
                throw new IllegalArgumentException("a subscription is not a string");
            }
            strings.add(text);
        }
        return strings;
    }

    private static Buffer bytes(String base64url) {
        return Buffer.buffer(Base64.getUrlDecoder().decode(base64url));
    }

    private static long integer(JsonObject json, String member) {
        return switch (required(json, member, Number.class)) {
            case Integer value -> value;
            case Long value -> value;
            default -> throw new IllegalArgumentException("\"" + member + "\" is not a whole number");
        };
    }

    private static <T> T required(JsonObject json, String member, Class<T> type) {
        T value = optional(json, member, type);
        if (value == null) {
            throw new IllegalArgumentException("\"" + member + "\" is missing");
        }
        return value;
    }

    private static <T> @Nullable T optional(JsonObject json, String member, Class<T> type) {
        Object value = json.getValue(member);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("\"" + member + "\" is not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
