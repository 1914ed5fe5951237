package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Keywords of a schema that have no schema inside; each is left out where it would make the whole invalid. */
final class Keywords {
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");
    private static final Set<String> FORMATS =
            Set.of("date", "date-time", "time", "duration", "email", "uuid", "uri", "ipv4", "ipv6");
    private static final Set<String> NUMBERS = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties");
    /** Beyond this a number in a document is a stand-in for "any". */
    private static final double LARGEST_BOUND = 9e15;

    private Keywords() {}

    /** Writes a keyword that limits what a value may be; any other is left out. */
    static void limit(JsonObject out, JsonNode schema, String key, JsonNode value) {
        if (NUMBERS.contains(key)) {
            number(out, schema, key, value);
            return;
        }
        switch (key) {
            case "const" -> copy(out, key, value, value.isValueNode());
            case "default" -> copy(out, key, value, value.isValueNode() && !value.isNull());
            case "uniqueItems" -> copy(out, key, value, value.isBoolean());
            case "format" -> format(out, value);
            case "pattern" -> copy(out, key, value, value.isTextual() && compiles(value.textValue()));
            default -> {
                // Nothing that JSON Schema knows, or nothing that a model needs.
            }
        }
    }

    private static void number(JsonObject out, JsonNode schema, String key, JsonNode value) {
        if (value.isBoolean()) {
            // OpenAPI 3.0: whether the bound itself is excluded.
            JsonNode bound = schema.path(key.equals("exclusiveMinimum") ? "minimum" : "maximum");
            if (value.booleanValue() && bound.isNumber()) {
                out.put(key, bound.numberValue());
            }
        } else if (value.isNumber() && Math.abs(value.doubleValue()) <= LARGEST_BOUND) {
            String exclusive = "exclusive" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
            if (!schema.path(exclusive).booleanValue() && !(key.equals("multipleOf") && value.doubleValue() <= 0)) {
                out.put(key, value.numberValue());
            }
        }
    }

    static void type(JsonObject out, JsonNode value) {
        if (value.isTextual() && TYPES.contains(value.textValue())) {
            out.put("type", value.textValue());
        } else if (value.isArray()) {
            Set<String> known = new LinkedHashSet<>();
            // YAML reads an unquoted null as none, whose text is that.
            value.forEach(type -> known.add(type.asText()));
            known.retainAll(TYPES);
            if (!known.isEmpty()) {
                out.put("type", new JsonArray(List.copyOf(known)));
            }
        }
    }

    private static void format(JsonObject out, JsonNode value) {
        String format = value.asText();
        if (format.equals("binary") || format.equals("byte")) {
            out.put("contentEncoding", "base64");
        } else if (FORMATS.contains(format)) {
            out.put("format", format);
        }
    }

    /** The value of a node that is no object or array; null for none. */
    static @Nullable Object scalar(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case NUMBER -> value.numberValue();
            case BOOLEAN -> value.booleanValue();
            default -> null;
        };
    }

    static void copy(JsonObject out, String key, JsonNode value, boolean wanted) {
        if (wanted) {
            out.put(key, scalar(value));
        }
    }

    static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
