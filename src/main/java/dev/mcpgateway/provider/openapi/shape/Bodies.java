package dev.mcpgateway.provider.openapi.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcpgateway.provider.openapi.document.Schemas;
import dev.mcpgateway.provider.openapi.document.UnusableOperation;
import dev.mcpgateway.provider.openapi.document.WrittenSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Encoding;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
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
    private static final int MAX_DEPTH = 8;
    private static final Set<String> MORE_THAN_MEMBERS = Set.of("oneOf", "anyOf", "not", "if", "patternProperties");

    private final Schemas schemas;
    private final Arguments arguments;

    Bodies(Schemas schemas, Arguments arguments) {
        this.schemas = schemas;
        this.arguments = arguments;
    }

    /** Plans a body; null when the document gives it no content. */
    @Nullable
    BodyPlan plan(RequestBody body) {
        Content content = body.getContent() == null ? new Content() : body.getContent();
        String mediaType = choose(content);
        if (mediaType == null) {
            if (content.isEmpty()) {
                return null;
            }
            throw new UnusableOperation(
                    "its body is " + String.join(", ", content.keySet()) + ", of which none can be written");
        }
        MediaType media = content.getOrDefault(mediaType, new MediaType());
        JsonNode schema = WrittenSchema.of(media.getSchema());
        boolean required = Boolean.TRUE.equals(body.getRequired());
        String description = body.getDescription() == null ? "" : body.getDescription();
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
            MediaType media,
            JsonNode schema,
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
    private boolean isEmpty(JsonNode schema) {
        JsonNode node = schemas.resolved(schema);
        JsonNode additional = node.path("additionalProperties");
        JsonNode properties = node.path("properties");
        return additional.isBoolean() && !additional.booleanValue() && properties.isObject() && properties.isEmpty();
    }

    private static @Nullable String choose(Content content) {
        for (BodyPlan.Kind kind : BodyPlan.Kind.values()) {
            for (String type : content.keySet()) {
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
    private record Members(Map<String, JsonNode> properties, Set<String> required) {}

    private @Nullable Members members(JsonNode schema) {
        Members members = new Members(new LinkedHashMap<>(), new LinkedHashSet<>());
        return collect(schema, members, 0) && !members.properties.isEmpty() ? members : null;
    }

    private boolean collect(JsonNode schema, Members into, int depth) {
        JsonNode node = schemas.resolved(schema);
        boolean isOther = MORE_THAN_MEMBERS.stream().anyMatch(node::has)
                || node.path("nullable").booleanValue()
                || isOpen(node.path("additionalProperties"));
        boolean isObject = !node.has("type") || node.path("type").asText().equals("object");
        if (depth > MAX_DEPTH || isOther || !isObject) {
            return false;
        }
        for (JsonNode part : node.path("allOf")) {
            if (!part.isObject() || !collect(part, into, depth + 1)) {
                return false;
            }
        }
        JsonNode properties = node.path("properties");
        properties.properties().forEach(property -> {
            if (!schemas.isHidden(property.getValue())) {
                into.properties.put(property.getKey(), property.getValue());
            }
        });
        for (JsonNode name : node.path("required")) {
            if (name.isTextual() && !schemas.isHidden(properties.path(name.textValue()))) {
                into.required.add(name.textValue());
            }
        }
        into.required.retainAll(depth == 0 ? into.properties.keySet() : into.required);
        return true;
    }

    private static boolean isOpen(JsonNode additional) {
        return additional.booleanValue() || (additional.isObject() && !additional.isEmpty());
    }

    private Map<String, BodyPlan.Field> fields(@Nullable Members members, MediaType media, BodyPlan.Kind kind) {
        Map<String, BodyPlan.Field> fields = new HashMap<>();
        if (members == null) {
            return fields;
        }
        Map<String, Encoding> encodings = media.getEncoding() == null ? Map.of() : media.getEncoding();
        members.properties.forEach((name, schema) -> {
            Encoding encoding = encodings.getOrDefault(name, new Encoding());
            Slot.Style style = Slot.Style.of(encoding.getStyle());
            boolean explode = encoding.getExplode() == null
                    ? style == Slot.Style.FORM || style == Slot.Style.DEEP_OBJECT
                    : encoding.getExplode();
            String written = encoding.getContentType();
            String type = written != null && isWritable(written) ? written : null;
            boolean file = kind == BodyPlan.Kind.MULTIPART && isFile(schema);
            fields.put(name, new BodyPlan.Field(file, style, explode, type));
        });
        return fields;
    }

    private boolean isFile(JsonNode schema) {
        JsonNode node = schemas.resolved(schema);
        if (node.path("type").asText().equals("array")) {
            node = schemas.resolved(node.path("items"));
        }
        return node.path("format").asText().equals("binary")
                || (node.path("contentMediaType").isTextual() && !node.has("contentEncoding"));
    }
}
