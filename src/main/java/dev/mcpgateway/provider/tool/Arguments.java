package dev.mcpgateway.provider.tool;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaException;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a tool's arguments against its input schema (JSON Schema 2020-12). Safe for use from any event loop. */
final class Arguments {
    /** More than these help nobody to correct a call. */
    private static final int MOST_PROBLEMS = 5;

    private static final String UNKNOWN = "additionalProperties";
    /** Keywords whose error only says that there is one inside. */
    private static final Set<String> OUTER =
            Set.of("properties", "patternProperties", "items", "prefixItems", "$ref", UNKNOWN);

    private final JsonObject schema;
    private final Validator validator;

    Arguments(JsonObject schema) {
        this.schema = schema;
        this.validator = Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions()
                        .setBaseUri("urn:mcp-gateway")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /**
     * The arguments as the tool gets them, with the schema's defaults where nothing was given.
     *
     * @param given the text of {@code params.arguments}; null when there is none
     * @throws ToolFailure {@code invalid_argument} with what is wrong, a line for each argument
     */
    JsonObject check(@Nullable String given) {
        JsonObject arguments = parse(given);
        addDefaults(arguments);
        OutputUnit outcome;
        try {
            outcome = validator.validate(arguments);
        } catch (SchemaException e) {
            throw new IllegalStateException("the tool's schema cannot be used: " + e.getMessage(), e);
        }
        if (!outcome.getValid()) {
            throw invalid(String.join("; ", problems(outcome)));
        }
        return arguments;
    }

    private static JsonObject parse(@Nullable String given) {
        if (given == null) {
            return new JsonObject();
        }
        try {
            return new JsonObject(given);
        } catch (DecodeException _) {
            throw invalid("arguments must be an object");
        }
    }

    private void addDefaults(JsonObject arguments) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            Object declared = properties.getValue(name);
            if (declared instanceof JsonObject property
                    && property.containsKey("default")
                    && !arguments.containsKey(name)) {
                arguments.put(name, property.getValue("default"));
            }
        }
    }

    /** What is wrong with each place, without what only says that something inside is wrong. */
    private static List<String> problems(OutputUnit outcome) {
        List<OutputUnit> errors = outcome.getErrors() == null ? List.of() : outcome.getErrors();
        Set<String> places = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (OutputUnit error : errors) {
            if (!OUTER.contains(keyword(error))) {
                String place = place(error);
                places.add(place);
                problems.add(place.isEmpty() ? error.getError() : place + ": " + error.getError());
            }
        }
        for (OutputUnit error : errors) {
            // The validator says this of declared members as well, when they are wrong.
            if (keyword(error).equals(UNKNOWN) && places.stream().noneMatch(inner -> isWithin(inner, place(error)))) {
                problems.add(place(error) + ": there is no such argument");
            }
        }
        return problems.size() <= MOST_PROBLEMS ? problems : problems.subList(0, MOST_PROBLEMS);
    }

    private static String keyword(OutputUnit error) {
        String location = String.valueOf(error.getKeywordLocation());
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + ".");
    }

    private static String place(OutputUnit error) {
        return String.valueOf(error.getInstanceLocation())
                .replaceFirst("^#?/?", "")
                .replace('/', '.');
    }

    private static ToolFailure invalid(String what) {
        return new ToolFailure(
                ToolFailure.INVALID_ARGUMENT,
                what,
                "Correct the arguments as the tool's input schema says, then call again.");
    }
}
