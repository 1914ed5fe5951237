package dev.mcpgateway.provider.openapi.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Turns schemas of a document into one JSON Schema 2020-12 that stands alone: what a schema refers to goes into {@code $defs},
 * where recursion ends as well. Used for one tool's input or output and then thrown away.
 */
public final class Schemas {
    /** Where the schema stands: what a model writes is policed, what a service answers is described. */
    public enum Use {
        INPUT,
        OUTPUT
    }

    private static final int MAX_DEPTH = 60;
    private static final int MAX_DESCRIPTION = 300;
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
    private static final Set<String> ONE = Set.of("items", "additionalProperties");
    private static final Set<String> ONE_OF_INPUT = Set.of(
            "not", "propertyNames", "contains", "if", "then", "else", "unevaluatedProperties", "unevaluatedItems");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> HOLDERS = Set.of(
            "$ref",
            "properties",
            "patternProperties",
            "items",
            "prefixItems",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "dependentSchemas",
            "propertyNames",
            "contains");
    /** Beyond this a number in a document is a stand-in for "any". */
    private static final double LARGEST_BOUND = 9e15;

    private final ApiDocument document;
    private final Use use;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final JsonObject definitions = new JsonObject();
    private final Deque<String> pending = new ArrayDeque<>();
    private int budget;
    private boolean cut;

    /** @param budget characters, roughly; what is further inside says nothing but that anything may stand there */
    public Schemas(ApiDocument document, Use use, int budget) {
        this.document = document;
        this.use = use;
        this.budget = budget;
    }

    /** Whether the budget was not enough. */
    public boolean isCut() {
        return cut;
    }

    /** A schema's node behind its references; empty when there is none. */
    public JsonObject resolved(JsonObject schema) {
        try {
            return document.resolve(schema);
        } catch (UnusableOperation _) {
            return new JsonObject();
        }
    }

    /** Translates a schema; what it refers to is translated by {@link #finish}. */
    public JsonObject translate(JsonObject schema) {
        return translate(schema, 0);
    }

    /** Gives a whole the definitions that its parts refer to. */
    public JsonObject finish(JsonObject whole) {
        while (!pending.isEmpty()) {
            String reference = pending.removeFirst();
            String name = String.valueOf(names.get(reference));
            definitions.put(name, document.find(reference) instanceof JsonObject found ? translate(found, 0) : any());
        }
        return definitions.isEmpty() ? whole : whole.put("$defs", definitions);
    }

    private Object anything(@Nullable Object schema, int depth) {
        return switch (schema) {
            case JsonObject object -> translate(object, depth + 1);
            case Boolean truth -> truth;
            case null, default -> any();
        };
    }

    private JsonObject translate(JsonObject schema, int depth) {
        if (budget <= 0 || depth > MAX_DEPTH) {
            cut = true;
            return any();
        }
        if (schema.getValue("$ref") instanceof String reference) {
            JsonObject to = document.find(reference) instanceof JsonObject found && isPlain(found)
                    ? translate(found, depth + 1)
                    : reference(reference);
            return document.isVersion30() ? to : withSiblings(to, schema, depth);
        }
        JsonObject out = new JsonObject();
        for (String key : schema.fieldNames()) {
            keyword(out, schema, key, schema.getValue(key), depth);
        }
        budget -= 12;
        return document.isVersion30() && Boolean.TRUE.equals(schema.getValue("nullable")) ? nullable(out) : out;
    }

    /** Whether a schema has no other inside: it is shorter where it is used than beside it. */
    private static boolean isPlain(JsonObject schema) {
        return HOLDERS.stream().noneMatch(schema::containsKey);
    }

    private JsonObject withSiblings(JsonObject to, JsonObject schema, int depth) {
        // Not deeply: what aliases of YAML share would no longer be shared.
        JsonObject siblings = new JsonObject(new LinkedHashMap<>(schema.getMap()));
        siblings.remove("$ref");
        JsonObject translated = translate(siblings, depth + 1);
        // What is said at the place of use is nearer to it.
        return to.copy().mergeIn(translated);
    }

    private JsonObject reference(String reference) {
        if (!(document.find(reference) instanceof JsonObject)) {
            return any();
        }
        String name = names.get(reference);
        if (name == null) {
            name = name(reference);
            names.put(reference, name);
            pending.addLast(reference);
        }
        budget -= name.length() + 20;
        return new JsonObject().put("$ref", "#/$defs/" + name);
    }

    private String name(String reference) {
        String last = reference.substring(reference.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]+", "_");
        String name = last;
        for (int i = 2; names.containsValue(name); i++) {
            name = last + '_' + i;
        }
        return name;
    }

    private void keyword(JsonObject out, JsonObject schema, String key, @Nullable Object value, int depth) {
        boolean input = use == Use.INPUT;
        if (ONE.contains(key) || (input && ONE_OF_INPUT.contains(key))) {
            one(out, key, value, depth);
        } else if (LISTS.contains(key)) {
            list(out, key, value, depth);
        } else if (NUMBERS.contains(key)) {
            if (input) {
                number(out, schema, key, value);
            }
        } else {
            switch (key) {
                case "type" -> type(out, value);
                case "properties", "patternProperties", "dependentSchemas" -> members(out, key, value, depth);
                case "required" -> required(out, schema, value);
                case "description" -> description(out, value);
                case "enum" -> enumeration(out, schema, value);
                case "const" -> copy(out, key, value, input && isScalar(value));
                case "default" -> copy(out, key, value, input && value != null && isScalar(value));
                case "uniqueItems" -> copy(out, key, value, input && value instanceof Boolean);
                case "format" -> format(out, value);
                case "pattern" -> copy(out, key, value, input && value instanceof String text && compiles(text));
                case "contentEncoding", "contentMediaType" -> copy(out, key, value, value instanceof String);
                default -> {
                    // Nothing that JSON Schema knows, or nothing that a model needs.
                }
            }
        }
    }

    private void one(JsonObject out, String key, @Nullable Object value, int depth) {
        if (key.equals("items") && value instanceof JsonArray) {
            list(out, "prefixItems", value, depth);
        } else if (value instanceof JsonObject || (value instanceof Boolean && use == Use.INPUT)) {
            out.put(key, anything(value, depth));
        }
    }

    private void list(JsonObject out, String key, @Nullable Object value, int depth) {
        if (value instanceof JsonArray schemas && !schemas.isEmpty()) {
            JsonArray translated = new JsonArray();
            schemas.forEach(schema -> translated.add(anything(schema, depth)));
            // An answer that fits two of several forms is no mistake of whoever reads it.
            out.put(use == Use.OUTPUT && key.equals("oneOf") ? "anyOf" : key, translated);
        }
    }

    private void members(JsonObject out, String key, @Nullable Object value, int depth) {
        if (!(value instanceof JsonObject members) || (key.equals("dependentSchemas") && use == Use.OUTPUT)) {
            return;
        }
        JsonObject translated = new JsonObject();
        for (String name : members.fieldNames()) {
            if (key.equals("patternProperties") && !compiles(name)) {
                continue;
            }
            if (!isHidden(members.getValue(name))) {
                budget -= name.length() + 4;
                translated.put(name, anything(members.getValue(name), depth));
            }
        }
        out.put(key, translated);
    }

    /** Whether a property belongs to the other direction alone. */
    public boolean isHidden(@Nullable Object property) {
        if (!(property instanceof JsonObject schema)) {
            return false;
        }
        String key = use == Use.INPUT ? "readOnly" : "writeOnly";
        return Boolean.TRUE.equals(schema.getValue(key))
                || Boolean.TRUE.equals(resolved(schema).getValue(key));
    }

    private void required(JsonObject out, JsonObject schema, @Nullable Object value) {
        if (use == Use.OUTPUT || !(value instanceof JsonArray names)) {
            return;
        }
        JsonObject properties = ApiDocument.object(schema, "properties");
        JsonArray kept = new JsonArray();
        names.stream()
                .filter(name -> name instanceof String text && !isHidden(properties.getValue(text)))
                .distinct()
                .forEach(kept::add);
        if (!kept.isEmpty()) {
            out.put("required", kept);
        }
    }

    private void number(JsonObject out, JsonObject schema, String key, @Nullable Object value) {
        if (value instanceof Boolean exclusive) {
            // OpenAPI 3.0: whether the bound itself is excluded.
            String bound = key.equals("exclusiveMinimum") ? "minimum" : "maximum";
            if (exclusive && schema.getValue(bound) instanceof Number number) {
                out.put(key, number);
                out.remove(bound);
            }
        } else if (value instanceof Number number && Math.abs(number.doubleValue()) <= LARGEST_BOUND) {
            String exclusive = "exclusive" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
            if (!Boolean.TRUE.equals(schema.getValue(exclusive))
                    && !(key.equals("multipleOf") && number.doubleValue() <= 0)) {
                out.put(key, number);
            }
        }
    }

    private static void type(JsonObject out, @Nullable Object value) {
        if (value instanceof String type && TYPES.contains(type)) {
            out.put("type", type);
        } else if (value instanceof JsonArray types) {
            JsonArray known = new JsonArray();
            // YAML reads an unquoted null as none.
            types.stream()
                    .map(type -> type == null ? "null" : type)
                    .filter(TYPES::contains)
                    .distinct()
                    .forEach(known::add);
            if (!known.isEmpty()) {
                out.put("type", known);
            }
        }
    }

    private void description(JsonObject out, @Nullable Object value) {
        if (value instanceof String text && use == Use.INPUT && !text.isBlank()) {
            String shortened = Texts.shorten(text, MAX_DESCRIPTION);
            budget -= shortened.length();
            out.put("description", shortened);
        }
    }

    private void enumeration(JsonObject out, JsonObject schema, @Nullable Object value) {
        if (use == Use.INPUT
                && value instanceof JsonArray values
                && !values.isEmpty()
                && values.stream().allMatch(Schemas::isScalar)) {
            JsonArray all = values.copy();
            if (document.isVersion30() && Boolean.TRUE.equals(schema.getValue("nullable")) && !all.contains(null)) {
                all.addNull();
            }
            budget -= 8 * all.size();
            out.put("enum", all);
        }
    }

    private void format(JsonObject out, @Nullable Object value) {
        if (use == Use.OUTPUT) {
            return;
        }
        if ("binary".equals(value) || "byte".equals(value)) {
            out.put("contentEncoding", "base64");
        } else if (value instanceof String format && FORMATS.contains(format)) {
            out.put("format", format);
        }
    }

    private static boolean isScalar(@Nullable Object value) {
        return !(value instanceof JsonObject || value instanceof JsonArray);
    }

    private static void copy(JsonObject out, String key, @Nullable Object value, boolean wanted) {
        if (wanted) {
            out.put(key, value);
        }
    }

    /** OpenAPI 3.0 says beside the type what JSON Schema says in it. */
    private static JsonObject nullable(JsonObject schema) {
        if (schema.getValue("type") instanceof String type) {
            return schema.put("type", new JsonArray().add(type).add("null"));
        }
        boolean choice = schema.containsKey("allOf") || schema.containsKey("anyOf") || schema.containsKey("oneOf");
        return choice
                ? new JsonObject().put("anyOf", new JsonArray().add(schema).add(new JsonObject().put("type", "null")))
                : schema;
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    private static JsonObject any() {
        return new JsonObject();
    }
}
