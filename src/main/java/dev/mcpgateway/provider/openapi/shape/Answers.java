package dev.mcpgateway.provider.openapi.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcpgateway.provider.openapi.document.PathOperation;
import dev.mcpgateway.provider.openapi.document.Schemas;
import dev.mcpgateway.provider.openapi.document.WrittenSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
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

    static @Nullable Output of(PathOperation operation, int budget) {
        JsonNode answer = answer(operation.responses());
        if (answer == null || answer.isEmpty()) {
            return null;
        }
        Schemas schemas = new Schemas(operation.document(), Schemas.Use.OUTPUT, budget);
        JsonNode resolved = schemas.resolved(answer);
        String type = resolved.path("type").asText();
        boolean object = !resolved.path("nullable").booleanValue()
                && (type.equals("object") || (!resolved.has("type") && resolved.has("properties")));
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

    private static @Nullable JsonNode answer(Map<String, ApiResponse> responses) {
        List<JsonNode> found = new ArrayList<>();
        for (Map.Entry<String, ApiResponse> response : responses.entrySet()) {
            String status = response.getKey();
            if (status.startsWith("2") || (status.equals("default") && responses.size() == 1)) {
                JsonNode schema = json(response.getValue());
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

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.has("$ref") && one.get("$ref").equals(other.get("$ref"));
    }

    /** The schema of an answer that may be JSON; null when it never is. */
    private static @Nullable JsonNode json(ApiResponse response) {
        if (response.getContent() == null) {
            return null;
        }
        for (Map.Entry<String, MediaType> media : response.getContent().entrySet()) {
            String type = media.getKey();
            JsonNode schema = WrittenSchema.of(media.getValue().getSchema());
            if (type.contains("json") && !type.contains("seq") && !type.contains("ndjson") && schema.isObject()) {
                return schema;
            }
        }
        return null;
    }
}
