package dev.mcpgateway.provider.google.gmail;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeUtility;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mail as Gmail takes it apart ({@code users.messages}, schema {@code MessagePart}). */
final class GmailPayload {
    private static final int DEEPEST = 50;

    private GmailPayload() {}

    /** The part, and what is in it. */
    static MailPart read(JsonObject part) {
        return read(part, 0);
    }

    private static MailPart read(JsonObject part, int depth) {
        Map<String, String> raw = headers(part);
        JsonObject body = part.getJsonObject("body", new JsonObject());
        List<MailPart> parts = new ArrayList<>();
        JsonArray inner = part.getJsonArray("parts", new JsonArray());
        for (int i = 0; i < inner.size() && depth < DEEPEST; i++) {
            parts.add(read(inner.getJsonObject(i), depth + 1));
        }
        String declared = part.getString("mimeType", "");
        String filename = part.getString("filename", "");
        return new MailPart(
                MailHeaders.mimeType(declared.isEmpty() ? raw.get("content-type") : declared),
                decoded(raw),
                MailHeaders.charset(raw.get("content-type")),
                filename.isEmpty() ? MailHeaders.filename(raw) : MailHeaders.decode(filename),
                body.getString("attachmentId"),
                body.getLong("size", 0L),
                decode(body.getString("data")),
                parts);
    }

    /** A header as it was sent, on one line; empty without one. */
    static String raw(JsonObject part, String name) {
        return MimeUtility.unfold(headers(part).getOrDefault(name, ""));
    }

    private static Map<String, String> headers(JsonObject part) {
        Map<String, String> headers = new HashMap<>();
        for (Object entry : part.getJsonArray("headers", new JsonArray())) {
            if (entry instanceof JsonObject header) {
                headers.putIfAbsent(
                        header.getString("name", "").toLowerCase(Locale.ROOT), header.getString("value", ""));
            }
        }
        return headers;
    }

    private static Map<String, String> decoded(Map<String, String> raw) {
        Map<String, String> headers = new HashMap<>();
        raw.forEach((name, value) -> headers.put(name, MailHeaders.decode(value)));
        return headers;
    }

    private static @Nullable Buffer decode(@Nullable String data) {
        if (data == null) {
            return null;
        }
        try {
            return Buffer.buffer(Base64.getUrlDecoder().decode(data));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
