package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Reads the text of a document, JSON or YAML. Takes its time with large ones, so not for an event loop. The text becomes a tree
 * here instead of by the parser of OpenAPI, which writes out what aliases of YAML share and has its limits for the whole process.
 */
public final class DocumentReader {
    /** Far more than documents have, and far less than a stack holds. */
    static final int MAX_DEPTH = 200;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private DocumentReader() {}

    /**
     * Reads a document.
     *
     * @param size most bytes, also of what aliases of YAML stand for
     * @throws UnreadableDocument when it is neither JSON nor YAML, or no OpenAPI 3.0 or 3.1
     */
    public static ApiDocument read(Buffer bytes, long size) {
        if (!((beginsLikeJson(bytes) ? json(bytes) : YamlTree.read(bytes, size)) instanceof ObjectNode root)) {
            throw new UnreadableDocument("it is neither JSON nor YAML with keys and values");
        }
        if (root.has("swagger")) {
            throw new UnreadableDocument("it is Swagger 2.0; convert it to OpenAPI 3 first");
        }
        String version = root.path("openapi").asText();
        if (!version.startsWith("3.0") && !version.startsWith("3.1")) {
            throw new UnreadableDocument("it has no 'openapi: 3.0.x' or 3.1.x at its top");
        }
        PartReader parts = new PartReader();
        try {
            OpenAPI model = parts.read(root);
            if (model != null) {
                return new ApiDocument(root, model, parts);
            }
        } catch (ClassCastException | NullPointerException _) {
            // The parser takes for granted that parts are what they should be.
        }
        throw new UnreadableDocument("its top is not formed as OpenAPI wants it");
    }

    private static boolean beginsLikeJson(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            byte b = bytes.getByte(i);
            if (b > ' ') {
                return b == '{';
            }
        }
        return false;
    }

    private static JsonNode json(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (IOException _) {
            throw new UnreadableDocument("it is not well-formed JSON of at most " + MAX_DEPTH + " levels");
        }
    }
}
