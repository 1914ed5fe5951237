package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** A schema as it stands in the document. */
public final class WrittenSchema extends Schema<Object> {
    private final JsonNode node;

    WrittenSchema(JsonNode node) {
        this.node = node;
    }

    /** What stands in the document; missing for no schema. */
    public static JsonNode of(@Nullable Schema<?> schema) {
        return schema instanceof WrittenSchema written ? written.node : MissingNode.getInstance();
    }
}
