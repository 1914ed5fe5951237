package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.callbacks.Callback;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.links.Link;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import io.swagger.v3.parser.util.OpenAPIDeserializer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parser of OpenAPI, of what tools need: paths, operations, parameters, bodies and answers. Schemas stay as they are written:
 * they are most of a document, and become JSON Schema again. Components are read where something refers to them. A part that
 * breaks the parser makes its operation unreadable instead of the document.
 */
final class PartReader extends OpenAPIDeserializer {
    private static final String MISFORMED = "it is not formed as OpenAPI wants it";

    private final ParseResult result = new ParseResult();
    private final IdentityHashMap<Object, String> unreadable = new IdentityHashMap<>();

    /** The document's model; null when it is none. */
    @Nullable
    OpenAPI read(ObjectNode root) {
        return parseRoot(root, result, null);
    }

    /** What is wrong with the document, as far as the parser saw it. */
    List<String> remarks() {
        return result.getMessages();
    }

    /** Why a path or an operation cannot be known; null when it can. */
    @Nullable
    String whyUnreadable(Object part) {
        return unreadable.get(part);
    }

    @Nullable
    Parameter parameter(ObjectNode node) {
        return getParameter(node, "", result);
    }

    @Nullable
    RequestBody body(ObjectNode node) {
        return getRequestBody(node, "", result);
    }

    @Nullable
    ApiResponse response(ObjectNode node) {
        return getResponse(node, "", result);
    }

    PathItem pathItem(ObjectNode node) {
        return getPathItem(node, "", result);
    }

    @Override
    public WrittenSchema getSchema(JsonNode node, String location, ParseResult result) {
        return new WrittenSchema(node);
    }

    @Override
    public PathItem getPathItem(ObjectNode node, String location, ParseResult result) {
        PathItem item = orNull(() -> super.getPathItem(node, location, result));
        if (item == null) {
            PathItem nothing = new PathItem();
            unreadable.put(nothing, MISFORMED);
            return nothing;
        }
        if (item.get$ref() == null && lacksParameter(node, item.getParameters())) {
            unreadable.put(item, "a parameter of its path is in no place that is known");
        }
        return item;
    }

    @Override
    public Operation getOperation(ObjectNode node, String location, ParseResult result) {
        Operation operation = orNull(() -> super.getOperation(node, location, result));
        if (operation == null) {
            Operation nothing = new Operation();
            unreadable.put(nothing, MISFORMED);
            return nothing;
        }
        if (node.has("$ref")) {
            unreadable.put(operation, "it is a reference, which an operation cannot be");
        } else if (lacksParameter(node, operation.getParameters())) {
            unreadable.put(operation, "one of its parameters is in no place that is known");
        } else if (node.hasNonNull("requestBody") && operation.getRequestBody() == null) {
            unreadable.put(operation, "its body is not formed as OpenAPI wants it");
        }
        return operation;
    }

    /** The parser leaves out what it cannot make sense of. */
    private static boolean lacksParameter(ObjectNode node, @Nullable List<Parameter> read) {
        return node.path("parameters").size() != (read == null ? 0 : read.size());
    }

    @Override
    public @Nullable Parameter getParameter(ObjectNode node, String location, ParseResult result) {
        return orNull(() -> super.getParameter(node, location, result));
    }

    @Override
    public @Nullable RequestBody getRequestBody(ObjectNode node, String location, ParseResult result) {
        return orNull(() -> super.getRequestBody(node, location, result));
    }

    @Override
    public @Nullable ApiResponse getResponse(ObjectNode node, String location, ParseResult result) {
        return orNull(() -> super.getResponse(node, location, result));
    }

    @Override
    public @Nullable Server getServer(ObjectNode node, String location, ParseResult result, @Nullable String path) {
        return orNull(() -> super.getServer(node, location, result, path));
    }

    /** The parser casts what it reads to what should be there. */
    private static <T> @Nullable T orNull(Supplier<@Nullable T> part) {
        try {
            return part.get();
        } catch (ClassCastException | NullPointerException _) {
            return null;
        }
    }

    @Override
    public @Nullable Components getComponents(ObjectNode node, String location, ParseResult result) {
        return null;
    }

    @Override
    public @Nullable Map<String, PathItem> getWebhooks(ObjectNode node, String location, ParseResult result) {
        return null;
    }

    @Override
    public @Nullable Map<String, Callback> getCallbacks(
            ObjectNode node, String location, ParseResult result, boolean underComponents) {
        return null;
    }

    @Override
    public @Nullable Map<String, Example> getExamples(
            ObjectNode node, String location, ParseResult result, boolean underComponents) {
        return null;
    }

    @Override
    public @Nullable Object getAnyType(String key, ObjectNode node, String location, ParseResult result) {
        return null;
    }

    @Override
    public @Nullable Map<String, Link> getLinks(
            ObjectNode node, String location, ParseResult result, boolean underComponents) {
        return null;
    }

    @Override
    public @Nullable Map<String, Header> getHeaders(
            ObjectNode node, String location, ParseResult result, boolean underComponents) {
        return null;
    }

    @Override
    public @Nullable List<Tag> getTagList(ArrayNode node, String location, ParseResult result) {
        return null;
    }

    @Override
    public Map<String, Object> getExtensions(ObjectNode node) {
        return Map.of();
    }
}
