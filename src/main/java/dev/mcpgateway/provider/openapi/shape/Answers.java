package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.openapi.document.ApiDocument;
import dev.mcpgateway.provider.openapi.document.Operation;
import dev.mcpgateway.provider.openapi.document.Schemas;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output schema of a tool, where all answers that mean success have one and the same. */
final class Answers {
    /** The property that holds an answer which is no object. */
    static final String WRAPPER = "result";

    private Answers() {}

    /** An output schema, of type {@code object}. */
    record Output(JsonObject schema, boolean wrapped) {}

    static @Nullable Output of(Operation operation, int budget) {
        JsonObject answer = answer(operation.responses());
        if (answer == null || answer.isEmpty()) {
            return null;
        }
        ApiDocument document = operation.document();
        Schemas schemas = new Schemas(document, Schemas.Use.OUTPUT, budget);
        JsonObject resolved = schemas.resolved(answer);
        boolean nullable = Boolean.TRUE.equals(resolved.getValue("nullable"));
        boolean object = !nullable
                && ("object".equals(resolved.getValue("type"))
                        || (resolved.getValue("type") == null && resolved.containsKey("properties")));
        JsonObject whole;
        if (object) {
            whole = schemas.translate(resolved).put("type", "object");
        } else {
            JsonObject inner = schemas.translate(answer);
            if (inner.isEmpty()) {
                return null;
            }
            whole = new JsonObject()
                    .put("type", "object")
                    .put("properties", new JsonObject().put(WRAPPER, inner))
                    .put("required", new JsonArray().add(WRAPPER));
        }
        JsonObject finished = schemas.finish(whole);
        // A schema of which half is missing costs more than it says.
        return schemas.isCut() ? null : new Output(finished, !object);
    }

    private static @Nullable JsonObject answer(Map<String, JsonObject> responses) {
        List<JsonObject> found = new ArrayList<>();
        for (Map.Entry<String, JsonObject> response : responses.entrySet()) {
            String status = response.getKey();
            if (status.startsWith("2") || (status.equals("default") && responses.size() == 1)) {
                JsonObject schema = json(response.getValue());
                if (schema == null) {
                    return null;
                }
                found.add(schema);
            }
        }
        return found.isEmpty() || found.stream().skip(1).anyMatch(other -> !isSame(other, found.getFirst()))
                ? null
                : found.getFirst();
    }

    private static boolean isSame(JsonObject one, JsonObject other) {
        Object reference = one.getValue("$ref");
        return reference != null && reference.equals(other.getValue("$ref"));
    }

    /** The schema of an answer that is always JSON. */
    private static @Nullable JsonObject json(JsonObject response) {
        if (!(response.getValue("content") instanceof JsonObject content) || content.isEmpty()) {
            return null;
        }
        JsonObject found = null;
        for (String type : content.fieldNames()) {
            if (type.contains("json")
                    && !type.contains("seq")
                    && !type.contains("ndjson")
                    && content.getValue(type) instanceof JsonObject media
                    && media.getValue("schema") instanceof JsonObject schema
                    && found == null) {
                found = schema;
            }
        }
        return found;
    }
}
