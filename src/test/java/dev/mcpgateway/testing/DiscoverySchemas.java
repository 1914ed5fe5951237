package dev.mcpgateway.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The schemas of one discovery document: JSON Schema of draft 3 with Google's formats. What they do not name is a fault, since a
 * field that Google does not know is one that it ignores or refuses.
 */
record DiscoverySchemas(JsonObject schemas) {
    private static final int MOST_BYTES_READ = 100_000;

    /**
     * Adds what is wrong with a value.
     *
     * @param method whose required fields have to be there; empty for answers, which may be partial
     */
    void check(JsonObject type, Object value, String place, String method, List<String> faults) {
        JsonObject schema = resolve(type);
        if (value instanceof JsonArray list) {
            JsonObject items = schema.getJsonObject("items");
            if (items == null && !"any".equals(schema.getString("type"))) {
                faults.add(place + " is a list");
                return;
            }
            for (int i = 0; items != null && i < list.size(); i++) {
                check(items, list.getValue(i), place + "[" + i + "]", method, faults);
            }
        } else if (value instanceof JsonObject object) {
            checkObject(schema, object, place, method, faults);
        } else if (!isOf(schema, value)) {
            faults.add(
                    place + " is " + value + ", which is no " + schema.getString("format", schema.getString("type")));
        } else if (value instanceof String text
                && schema.getJsonArray("enum") != null
                && !schema.getJsonArray("enum").contains(text)) {
            faults.add(place + " is '" + text + "', which is none of " + schema.getJsonArray("enum"));
        }
    }

    private void checkObject(JsonObject schema, JsonObject object, String place, String method, List<String> faults) {
        if ("any".equals(schema.getString("type"))) {
            return;
        }
        if (!"object".equals(schema.getString("type"))) {
            faults.add(place + " is an object");
            return;
        }
        JsonObject known = schema.getJsonObject("properties", new JsonObject());
        for (String name : object.fieldNames()) {
            JsonObject property = known.getJsonObject(name, schema.getJsonObject("additionalProperties"));
            if (property == null) {
                faults.add(place + "." + name + " is unknown to Google");
            } else if (object.containsKey("timeZone") && isLocal(object.getValue(name))) {
                // "A time zone offset is required unless a time zone is explicitly specified in timeZone."
                continue;
            } else if (object.getValue(name) != null) {
                check(property, object.getValue(name), place + "." + name, method, faults);
            }
        }
        for (Map.Entry<String, Object> property : known) {
            JsonArray required = ((JsonObject) property.getValue())
                    .getJsonObject("annotations", new JsonObject())
                    .getJsonArray("required", new JsonArray());
            if (required.contains(method) && !object.containsKey(property.getKey())) {
                faults.add(place + "." + property.getKey() + " is missing");
            }
        }
    }

    private static boolean isLocal(Object value) {
        try {
            return value instanceof String text && LocalDateTime.parse(text).getYear() > 0;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private JsonObject resolve(JsonObject type) {
        String reference = type.getString("$ref");
        return reference == null ? type : schemas.getJsonObject(reference);
    }

    private static boolean isOf(JsonObject schema, Object value) {
        return switch (schema.getString("type", "any")) {
            case "string" -> value instanceof String text && isFormat(schema.getString("format", ""), text);
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "any" -> true;
            default -> false;
        };
    }

    private static boolean isFormat(String format, String text) {
        try {
            switch (format) {
                case "int64", "uint64" -> Long.parseLong(text);
                case "date" -> LocalDate.parse(text);
                case "date-time" -> OffsetDateTime.parse(text);
                case "byte" -> {
                    if (text.length() < MOST_BYTES_READ) {
                        Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
                    }
                }
                default -> {}
            }
            return true;
        } catch (DateTimeParseException | IllegalArgumentException _) {
            return false;
        }
    }

    /** Adds what is wrong with a parameter, which is a text whatever its type. */
    void checkText(JsonObject parameter, String text, String place, List<String> faults) {
        try {
            Object value = switch (parameter.getString("type")) {
                case "integer" -> Long.valueOf(text);
                case "boolean" -> {
                    if (!text.matches("true|false")) {
                        throw new IllegalArgumentException(text);
                    }
                    yield Boolean.valueOf(text);
                }
                default -> text;
            };
            check(parameter, value, place, "", faults);
            if (value instanceof Long number
                    && (number < Long.parseLong(parameter.getString("minimum", "0"))
                            || number > Long.parseLong(parameter.getString("maximum", "" + Long.MAX_VALUE)))) {
                faults.add(place + " is " + number + ", which is out of its range");
            }
        } catch (IllegalArgumentException _) {
            faults.add(place + " is '" + text + "', which is no " + parameter.getString("type"));
        }
    }

    /** Adds what is wrong with a selector of fields, such as {@code nextPageToken,files(id,owners/emailAddress)}. */
    void checkFields(JsonObject type, String selector, List<String> faults) {
        int at = fields(type, selector, 0, faults);
        if (at != selector.length()) {
            faults.add("fields is '" + selector + "', which cannot be read from character " + at);
        }
    }

    private int fields(JsonObject type, String selector, int begin, List<String> faults) {
        int at = begin;
        while (true) {
            JsonObject inner = type;
            int end = at;
            while (true) {
                end = at;
                while (end < selector.length() && ",/()".indexOf(selector.charAt(end)) < 0) {
                    end++;
                }
                inner = field(inner, selector.substring(at, end), faults);
                at = end;
                if (inner == null || at >= selector.length() || selector.charAt(at) != '/') {
                    break;
                }
                at++;
            }
            if (inner == null) {
                return selector.length();
            }
            if (at < selector.length() && selector.charAt(at) == '(') {
                at = fields(inner, selector, at + 1, faults);
                if (at >= selector.length() || selector.charAt(at) != ')') {
                    faults.add("fields is '" + selector + "', which has a bracket that is not closed");
                    return selector.length();
                }
                at++;
            }
            if (at >= selector.length() || selector.charAt(at) != ',') {
                return at;
            }
            at++;
        }
    }

    private JsonObject field(JsonObject type, String name, List<String> faults) {
        JsonObject schema = resolve(type);
        while (schema.getJsonObject("items") != null) {
            schema = resolve(schema.getJsonObject("items"));
        }
        if (name.equals("*") || "any".equals(schema.getString("type"))) {
            return schema;
        }
        JsonObject found = schema.getJsonObject("properties", new JsonObject())
                .getJsonObject(name, schema.getJsonObject("additionalProperties"));
        if (found == null) {
            faults.add("fields names '" + name + "', which is unknown to Google");
        }
        return found;
    }
}
