package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private static final JsonNode NONE = JsonNodeFactory.instance.objectNode();

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

    /** What a schema is behind its references; an empty object when it is none. */
    public JsonNode resolved(JsonNode schema) {
        try {
            JsonNode node = document.resolve(schema);
            return node.isObject() ? node : NONE;
        } catch (UnusableOperation _) {
            return NONE;
        }
    }

    /** Translates a schema; what it refers to is translated by {@link #finish}. Anything fits where there is none. */
    public JsonObject translate(JsonNode schema) {
        return translate(schema, 0);
    }

    /** Gives a whole the definitions that its parts refer to. */
    public JsonObject finish(JsonObject whole) {
        while (!pending.isEmpty()) {
            String reference = pending.removeFirst();
            String name = String.valueOf(names.get(reference));
            definitions.put(name, translate(document.find(reference), 0));
        }
        return definitions.isEmpty() ? whole : whole.put("$defs", definitions);
    }

    private Object anything(JsonNode schema, int depth) {
        return schema.isBoolean() ? schema.booleanValue() : translate(schema, depth + 1);
    }

    private JsonObject translate(JsonNode schema, int depth) {
        if (budget <= 0 || depth > MAX_DEPTH) {
            cut = true;
            return any();
        }
        String reference = schema.path("$ref").textValue();
        if (reference != null) {
            JsonNode found = document.find(reference);
            JsonObject to = found.isObject() && isPlain(found) ? translate(found, depth + 1) : reference(reference);
            return document.isVersion30() ? to : withSiblings(to, schema, depth);
        }
        JsonObject out = new JsonObject();
        schema.properties().forEach(keyword -> keyword(out, schema, keyword.getKey(), keyword.getValue(), depth));
        budget -= 12;
        return document.isVersion30() && schema.path("nullable").booleanValue() ? nullable(out) : out;
    }

    /** Whether a schema has no other inside: it is shorter where it is used than beside it. */
    private static boolean isPlain(JsonNode schema) {
        return HOLDERS.stream().noneMatch(schema::has);
    }

    private JsonObject withSiblings(JsonObject to, JsonNode schema, int depth) {
        ObjectNode siblings = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach(keyword -> siblings.set(keyword.getKey(), keyword.getValue()));
        siblings.remove("$ref");
        // What is said at the place of use is nearer to it.
        return to.copy().mergeIn(translate(siblings, depth + 1));
    }

    private JsonObject reference(String reference) {
        if (!document.find(reference).isObject()) {
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

    private void keyword(JsonObject out, JsonNode schema, String key, JsonNode value, int depth) {
        boolean input = use == Use.INPUT;
        if (ONE.contains(key) || (input && ONE_OF_INPUT.contains(key))) {
            one(out, key, value, depth);
        } else if (LISTS.contains(key)) {
            list(out, key, value, depth);
        } else {
            switch (key) {
                case "type" -> Keywords.type(out, value);
                case "properties", "patternProperties", "dependentSchemas" -> members(out, key, value, depth);
                case "required" -> required(out, schema, value);
                case "description" -> description(out, value);
                case "enum" -> enumeration(out, schema, value);
                case "contentEncoding", "contentMediaType" -> Keywords.copy(out, key, value, value.isTextual());
                default -> {
                    if (input) {
                        Keywords.limit(out, schema, key, value);
                    }
                }
            }
        }
    }

    private void one(JsonObject out, String key, JsonNode value, int depth) {
        if (key.equals("items") && value.isArray()) {
            list(out, "prefixItems", value, depth);
        } else if (value.isObject() || (value.isBoolean() && use == Use.INPUT)) {
            out.put(key, anything(value, depth));
        }
    }

    private void list(JsonObject out, String key, JsonNode value, int depth) {
        if (value.isArray() && !value.isEmpty()) {
            JsonArray translated = new JsonArray();
            value.forEach(schema -> translated.add(anything(schema, depth)));
            // An answer that fits two of several forms is no mistake of whoever reads it.
            out.put(use == Use.OUTPUT && key.equals("oneOf") ? "anyOf" : key, translated);
        }
    }

    private void members(JsonObject out, String key, JsonNode value, int depth) {
        if (!value.isObject() || (key.equals("dependentSchemas") && use == Use.OUTPUT)) {
            return;
        }
        JsonObject translated = new JsonObject();
        value.properties().forEach(member -> {
            String name = member.getKey();
            boolean isName = !key.equals("patternProperties") || Keywords.compiles(name);
            if (isName && !isHidden(member.getValue())) {
                budget -= name.length() + 4;
                translated.put(name, anything(member.getValue(), depth));
            }
        });
        out.put(key, translated);
    }

    /** Whether a property belongs to the other direction alone. */
    public boolean isHidden(JsonNode property) {
        String key = use == Use.INPUT ? "readOnly" : "writeOnly";
        return property.path(key).booleanValue() || resolved(property).path(key).booleanValue();
    }

    private void required(JsonObject out, JsonNode schema, JsonNode value) {
        if (use == Use.OUTPUT || !value.isArray()) {
            return;
        }
        Set<String> kept = new LinkedHashSet<>();
        value.forEach(name -> {
            if (name.isTextual() && !isHidden(schema.path("properties").path(name.textValue()))) {
                kept.add(name.textValue());
            }
        });
        if (!kept.isEmpty()) {
            out.put("required", new JsonArray(List.copyOf(kept)));
        }
    }

    private void description(JsonObject out, JsonNode value) {
        if (value.isTextual() && use == Use.INPUT && !value.textValue().isBlank()) {
            String shortened = Texts.shorten(value.textValue(), MAX_DESCRIPTION);
            budget -= shortened.length();
            out.put("description", shortened);
        }
    }

    private void enumeration(JsonObject out, JsonNode schema, JsonNode value) {
        if (use == Use.OUTPUT || !value.isArray() || value.isEmpty()) {
            return;
        }
        JsonArray all = new JsonArray();
        for (JsonNode each : value) {
            if (!each.isValueNode()) {
                return;
            }
            all.add(Keywords.scalar(each));
        }
        if (document.isVersion30() && schema.path("nullable").booleanValue() && !all.contains(null)) {
            all.addNull();
        }
        budget -= 8 * all.size();
        out.put("enum", all);
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

    private static JsonObject any() {
        return new JsonObject();
    }
}
