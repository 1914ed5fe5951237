package dev.mcpgateway.provider.openapi.document;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a document: a method at a path. */
public final class Operation {
    private final ApiDocument document;
    private final String method;
    private final String path;
    private final JsonObject item;
    private final JsonObject node;

    Operation(ApiDocument document, String method, String path, JsonObject item, JsonObject node) {
        this.document = document;
        this.method = method;
        this.path = path;
        this.item = item;
        this.node = node;
    }

    public ApiDocument document() {
        return document;
    }

    /** In upper case. */
    public String method() {
        return method;
    }

    /** The template, such as {@code /tasks/{id}}. */
    public String path() {
        return path;
    }

    /** The {@code operationId}; null when it has none. */
    public @Nullable String id() {
        return ApiDocument.text(node, "operationId");
    }

    public @Nullable String summary() {
        String summary = ApiDocument.text(node, "summary");
        return summary == null ? ApiDocument.text(item, "summary") : summary;
    }

    public @Nullable String description() {
        return ApiDocument.text(node, "description");
    }

    public boolean isDeprecated() {
        return Boolean.TRUE.equals(node.getValue("deprecated"));
    }

    public List<String> tags() {
        return ApiDocument.array(node, "tags").stream().map(String::valueOf).toList();
    }

    /** The address of a server that this operation alone has; null when it has none of its own. */
    public @Nullable String server() {
        String own = ApiDocument.server(node);
        return own == null ? ApiDocument.server(item) : own;
    }

    /**
     * The parameters, those of the path first; one of the operation replaces one of the path (OpenAPI 3.1, section 4.8.9).
     *
     * @throws UnusableOperation when one of them cannot be known
     */
    public List<Parameter> parameters() {
        // Some documents refer to whole operations, which the specification does not know.
        document.resolve(node);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (JsonObject owner : List.of(item, node)) {
            for (Object each : ApiDocument.array(owner, "parameters")) {
                if (each instanceof JsonObject parameter) {
                    Parameter read = Parameter.of(document.resolve(parameter));
                    parameters.put(read.in() + " " + read.name(), read);
                }
            }
        }
        return new ArrayList<>(parameters.values());
    }

    /**
     * The request body; null when there is none.
     *
     * @throws UnusableOperation when it is somewhere else
     */
    public @Nullable JsonObject body() {
        return node.getValue("requestBody") instanceof JsonObject body ? document.resolve(body) : null;
    }

    /** What each status answers, by its number, {@code 2XX} or {@code default}; without those that are somewhere else. */
    public Map<String, JsonObject> responses() {
        Map<String, JsonObject> responses = new LinkedHashMap<>();
        JsonObject all = ApiDocument.object(node, "responses");
        for (String status : all.fieldNames()) {
            if (all.getValue(status) instanceof JsonObject response) {
                try {
                    responses.put(status, document.resolve(response));
                } catch (UnusableOperation _) {
                    responses.put(status, new JsonObject());
                }
            }
        }
        return responses;
    }

    /** How people name it: the method and the path. */
    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
