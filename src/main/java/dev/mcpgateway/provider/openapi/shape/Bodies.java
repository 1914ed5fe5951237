package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.openapi.document.Parameter;
import dev.mcpgateway.provider.openapi.document.Schemas;
import dev.mcpgateway.provider.openapi.document.UnusableOperation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes arguments of a request body: one for each property of an object, otherwise one for the whole. */
final class Bodies {
    private static final String WHOLE = "body";

    private final Schemas schemas;
    private final Arguments arguments;

    Bodies(Schemas schemas, Arguments arguments) {
        this.schemas = schemas;
        this.arguments = arguments;
    }

    /** Plans a body; null when the document gives it no content. */
    @Nullable
    BodyPlan plan(JsonObject body) {
        JsonObject content = body.getValue("content") instanceof JsonObject said ? said : new JsonObject();
        String mediaType = choose(content);
        if (mediaType == null) {
            if (content.isEmpty()) {
                return null;
            }
            throw new UnusableOperation(
                    "its body is " + String.join(", ", content.fieldNames()) + ", of which none can be written");
        }
        JsonObject media = content.getValue(mediaType) instanceof JsonObject said ? said : new JsonObject();
        JsonObject schema = media.getValue("schema") instanceof JsonObject said ? said : new JsonObject();
        boolean required = Boolean.TRUE.equals(body.getValue("required"));
        String description = body.getValue("description") instanceof String text ? text : "";
        BodyPlan.Kind kind = kind(mediaType);
        return switch (kind) {
            case TEXT, BINARY -> {
                JsonObject text = new JsonObject().put("type", "string");
                if (kind == BodyPlan.Kind.BINARY) {
                    text.put("contentEncoding", "base64");
                }
                text.put(
                        "description",
                        "The whole body, " + mediaType + (kind == BodyPlan.Kind.BINARY ? ", as base64." : "."));
                yield new BodyPlan(kind, mediaType, arguments.add(WHOLE, WHOLE, text, required), Map.of(), Map.of());
            }
            case JSON, FORM, MULTIPART ->
                isEmpty(schema) && kind != BodyPlan.Kind.JSON
                        ? null
                        : object(kind, mediaType, media, schema, required, description);
        };
    }

    private BodyPlan object(
            BodyPlan.Kind kind,
            String mediaType,
            JsonObject media,
            JsonObject schema,
            boolean required,
            String description) {
        Members members = members(schema);
        Map<String, BodyPlan.Field> fields = kind == BodyPlan.Kind.JSON ? Map.of() : fields(members, media, kind);
        if (members == null || (!required && !members.required.isEmpty())) {
            JsonObject whole = schemas.translate(schema);
            if (!description.isEmpty() && !whole.containsKey("description") && !whole.containsKey("$ref")) {
                whole.put("description", description);
            }
            return new BodyPlan(kind, mediaType, arguments.add(WHOLE, WHOLE, whole, required), Map.of(), fields);
        }
        Map<String, String> byArgument = new LinkedHashMap<>();
        members.properties.forEach((property, node) -> {
            JsonObject translated = schemas.translate(node);
            BodyPlan.Field field = fields.get(property);
            if (field != null && field.file() && "string".equals(translated.getValue("type"))) {
                translated.put("contentEncoding", "base64");
            }
            String argument = arguments.add(property, WHOLE, translated, members.required.contains(property));
            byArgument.put(argument, property);
        });
        return new BodyPlan(kind, mediaType, null, byArgument, fields);
    }

    /** Whether a form can hold nothing. */
    private boolean isEmpty(JsonObject schema) {
        JsonObject node = schemas.resolved(schema);
        return Boolean.FALSE.equals(node.getValue("additionalProperties"))
                && node.getValue("properties") instanceof JsonObject properties
                && properties.isEmpty();
    }

    private static @Nullable String choose(JsonObject content) {
        for (BodyPlan.Kind kind : BodyPlan.Kind.values()) {
            for (String type : content.fieldNames()) {
                if (!type.isBlank() && kind(type) == kind && isWritable(type)) {
                    return type;
                }
            }
        }
        return null;
    }

    /** A range says nothing about what the service reads, and whatever it is has to be one header. */
    private static boolean isWritable(String type) {
        return type.matches("[A-Za-z0-9!#$&^_.+*-]+/[A-Za-z0-9!#$&^_.+*-]+( *;[\\x20-\\x7e]*)?");
    }

    static BodyPlan.Kind kind(String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (type.endsWith("/json") || type.endsWith("+json") || type.equals("*/*") || type.equals("application/*")) {
            return BodyPlan.Kind.JSON;
        }
        return switch (type) {
            case "application/x-www-form-urlencoded" -> BodyPlan.Kind.FORM;
            case "multipart/form-data" -> BodyPlan.Kind.MULTIPART;
            default ->
                type.startsWith("text/")
                                || type.endsWith("/xml")
                                || type.endsWith("+xml")
                                || type.contains("yaml")
                                || type.contains("graphql")
                                || type.contains("ndjson")
                        ? BodyPlan.Kind.TEXT
                        : BodyPlan.Kind.BINARY;
        };
    }

    /** The properties of an object whose shape is nothing but them. */
    private record Members(Map<String, JsonObject> properties, Set<String> required) {}

    private @Nullable Members members(JsonObject schema) {
        Members members = new Members(new LinkedHashMap<>(), new LinkedHashSet<>());
        return collect(schema, members, 0) && !members.properties.isEmpty() ? members : null;
    }

    private boolean collect(JsonObject schema, Members into, int depth) {
        JsonObject node = schemas.resolved(schema);
        if (depth > 8
                || node.containsKey("oneOf")
                || node.containsKey("anyOf")
                || node.containsKey("not")
                || node.containsKey("if")
                || node.containsKey("patternProperties")
                || Boolean.TRUE.equals(node.getValue("nullable"))
                || isOpen(node.getValue("additionalProperties"))) {
            return false;
        }
        Object type = node.getValue("type");
        if (type != null && !type.equals("object")) {
            return false;
        }
        if (node.getValue("allOf") instanceof JsonArray parts) {
            for (Object part : parts) {
                if (!(part instanceof JsonObject object) || !collect(object, into, depth + 1)) {
                    return false;
                }
            }
        }
        JsonObject properties = node.getValue("properties") instanceof JsonObject said ? said : new JsonObject();
        for (String name : properties.fieldNames()) {
            Object property = properties.getValue(name);
            if (!schemas.isHidden(property)) {
                into.properties.put(name, property instanceof JsonObject object ? object : new JsonObject());
            }
        }
        if (node.getValue("required") instanceof JsonArray names) {
            names.stream()
                    .filter(name -> name instanceof String text && !schemas.isHidden(properties.getValue(text)))
                    .forEach(name -> into.required.add(String.valueOf(name)));
        }
        into.required.retainAll(depth == 0 ? into.properties.keySet() : into.required);
        return true;
    }

    private static boolean isOpen(@Nullable Object additional) {
        return Boolean.TRUE.equals(additional) || (additional instanceof JsonObject schema && !schema.isEmpty());
    }

    private Map<String, BodyPlan.Field> fields(@Nullable Members members, JsonObject media, BodyPlan.Kind kind) {
        Map<String, BodyPlan.Field> fields = new HashMap<>();
        if (members == null) {
            return fields;
        }
        JsonObject encodings = media.getValue("encoding") instanceof JsonObject said ? said : new JsonObject();
        members.properties.forEach((name, schema) -> {
            JsonObject encoding = encodings.getValue(name) instanceof JsonObject said ? said : new JsonObject();
            Parameter.Style style = Parameter.Style.FORM;
            if (encoding.getValue("style") instanceof String written) {
                style = Parameter.style(written, style);
            }
            boolean explode = encoding.getValue("explode") instanceof Boolean said
                    ? said
                    : style == Parameter.Style.FORM || style == Parameter.Style.DEEP_OBJECT;
            String type =
                    encoding.getValue("contentType") instanceof String written && isWritable(written) ? written : null;
            boolean file = kind == BodyPlan.Kind.MULTIPART && isFile(schema);
            fields.put(name, new BodyPlan.Field(file, style, explode, type));
        });
        return fields;
    }

    private boolean isFile(JsonObject schema) {
        JsonObject node = schemas.resolved(schema);
        if ("array".equals(node.getValue("type")) && node.getValue("items") instanceof JsonObject items) {
            node = schemas.resolved(items);
        }
        return "binary".equals(node.getValue("format"))
                || (node.getValue("contentMediaType") instanceof String && node.getValue("contentEncoding") == null);
    }
}
