package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.openapi.shape.BodyPlan;
import dev.mcpgateway.provider.openapi.shape.Slot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the body of a request. */
final class BodyWriter {
    private static final BodyPlan.Field PLAIN = new BodyPlan.Field(false, Slot.Style.FORM, true, null);

    private BodyWriter() {}

    record Body(String contentType, Buffer bytes) {}

    /** The body; null when no argument gives any of it. */
    static @Nullable Body write(BodyPlan plan, JsonObject arguments) {
        String whole = plan.argument();
        if (whole != null) {
            return arguments.containsKey(whole) ? body(plan, whole, arguments.getValue(whole)) : null;
        }
        JsonObject object = new JsonObject();
        for (Map.Entry<String, String> member : plan.members().entrySet()) {
            if (arguments.containsKey(member.getKey())) {
                object.put(member.getValue(), arguments.getValue(member.getKey()));
            }
        }
        return object.isEmpty() && plan.kind() != BodyPlan.Kind.JSON ? null : body(plan, "body", object);
    }

    private static Body body(BodyPlan plan, String argument, @Nullable Object value) {
        return switch (plan.kind()) {
            case JSON -> new Body(json(plan.mediaType()), Json.encodeToBuffer(value));
            case FORM -> new Body(plan.mediaType(), form(plan, object(argument, value)));
            case MULTIPART -> multipart(plan, object(argument, value));
            case TEXT -> new Body(plan.mediaType(), Buffer.buffer(Styles.text(value)));
            case BINARY -> new Body(plan.mediaType(), Buffer.buffer(bytes(argument, value)));
        };
    }

    private static String json(String mediaType) {
        return mediaType.indexOf('*') >= 0 ? "application/json" : mediaType;
    }

    private static JsonObject object(String argument, @Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw ArgumentRefused.of(argument, "has to be an object");
    }

    private static Buffer form(BodyPlan plan, JsonObject object) {
        List<String> pairs = new ArrayList<>();
        object.forEach(entry -> {
            BodyPlan.Field field = plan.fields().getOrDefault(entry.getKey(), PLAIN);
            // An object is JSON here unless the document says how else; its properties would be told from others by
            // nothing.
            boolean asJson = entry.getValue() instanceof JsonObject && field.style() == Slot.Style.FORM;
            List<Styles.Pair> written = asJson
                    ? List.of(new Styles.Pair(entry.getKey(), Styles.text(entry.getValue())))
                    : Styles.pairs(entry.getKey(), entry.getValue(), field.style(), field.explode());
            written.forEach(pair -> pairs.add(Encoding.encode(pair.name()) + '=' + Encoding.encode(pair.value())));
        });
        return Buffer.buffer(String.join("&", pairs));
    }

    private static Body multipart(BodyPlan plan, JsonObject object) {
        String boundary = "gateway-" + UUID.randomUUID();
        Buffer out = Buffer.buffer();
        object.forEach(entry -> {
            BodyPlan.Field field = plan.fields().getOrDefault(entry.getKey(), PLAIN);
            boolean each = entry.getValue() instanceof JsonArray && field.contentType() == null;
            if (each) {
                ((JsonArray) entry.getValue()).forEach(value -> part(out, boundary, entry.getKey(), field, value));
            } else if (entry.getValue() != null) {
                part(out, boundary, entry.getKey(), field, entry.getValue());
            }
        });
        out.appendString("--" + boundary + "--\r\n");
        return new Body("multipart/form-data; boundary=" + boundary, out);
    }

    private static void part(Buffer out, String boundary, String name, BodyPlan.Field field, @Nullable Object value) {
        String quoted = quoted(name);
        out.appendString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted + '"');
        boolean structured = value instanceof JsonObject || value instanceof JsonArray;
        String usual = field.file() ? "application/octet-stream" : structured ? "application/json" : null;
        String type =
                field.contentType() == null || field.contentType().indexOf('*') >= 0 ? usual : field.contentType();
        if (field.file()) {
            out.appendString("; filename=\"" + quoted + '"');
        }
        out.appendString("\r\n");
        if (type != null) {
            out.appendString("Content-Type: " + type + "\r\n");
        }
        out.appendString("\r\n");
        if (field.file()) {
            out.appendBytes(bytes(name, value));
        } else {
            out.appendString(Styles.text(value));
        }
        out.appendString("\r\n");
    }

    /** As browsers write it (HTML, "multipart/form-data encoding algorithm"). */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static byte[] bytes(String argument, @Nullable Object value) {
        try {
            return Base64.getDecoder().decode(Styles.text(value).replaceAll("\\s+", ""));
        } catch (IllegalArgumentException _) {
            throw ArgumentRefused.of(argument, "is no base64");
        }
    }
}
