package dev.mcpgateway.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks for {@code x-mcp-header} in a JSON Schema: it may stand in properties that are reached through {@code properties}
 * alone. Every other subschema is searched as well, because one there makes the tool invalid; plain data such as
 * {@code default} and {@code examples} is not.
 */
final class ParamHeaderScan {

    private static final String ANNOTATION = "x-mcp-header";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    /** Keywords whose value is a schema, or an array of schemas. */
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "oneOf",
            "anyOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "contentSchema");
    /** Keywords whose value is an object of schemas by name. */
    private static final Set<String> NAMED_SCHEMAS =
            Set.of("patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions");
    /**
     * Finding the members of an object reads all that is in it, so the work grows with size times depth; annotations this
     * deep are not looked for.
     */
    private static final int DEEPEST = 64;

    private final List<McpParamHeaders.Declaration> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int depth;

    private ParamHeaderScan() {}

    static List<McpParamHeaders.Declaration> of(JsonSlice inputSchema) {
        ParamHeaderScan scan = new ParamHeaderScan();
        scan.schema(inputSchema, true);
        return scan.found;
    }

    private void schema(JsonSlice schema, boolean reachable) {
        if (depth == DEEPEST) {
            return;
        }
        depth++;
        for (JsonSlice.Member member : schema.members()) {
            if (member.name().equals(ANNOTATION)) {
                annotation(schema, member.value(), reachable);
            } else if (member.name().equals("properties")) {
                for (JsonSlice.Member property : member.value().members()) {
                    path.addLast(property.name());
                    schema(property.value(), reachable);
                    path.removeLast();
                }
            } else if (SCHEMAS.contains(member.name())) {
                schema(member.value(), false);
                member.value().elements().forEach(element -> schema(element, false));
            } else if (NAMED_SCHEMAS.contains(member.name())) {
                member.value().members().forEach(named -> schema(named.value(), false));
            }
        }
        depth--;
    }

    private void annotation(JsonSlice schema, JsonSlice value, boolean reachable) {
        if (!reachable || path.isEmpty()) {
            throw invalid("it stands where not only \"properties\" lead");
        }
        if (!value.is(JsonType.STRING) || !McpHeaders.isToken(value.asString())) {
            throw invalid("its value can be no part of a header name");
        }
        String type = schema.string("type");
        if (type == null || !TYPES.contains(type)) {
            throw invalid("the property's type is not string, integer or boolean");
        }
        String name = value.asString();
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw invalid("another property has the same header name");
        }
        found.add(new McpParamHeaders.Declaration(
                List.copyOf(path), McpHeaders.PARAM_PREFIX + name, type.equals("integer")));
    }

    private InvalidParamHeaders invalid(String problem) {
        String where = path.isEmpty() ? "the schema itself" : "property " + JsonEdit.quote(String.join(".", path));
        return new InvalidParamHeaders(ANNOTATION + " at " + where + ": " + problem);
    }
}
