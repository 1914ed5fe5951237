package dev.mcpgateway.provider.openapi.document;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An OpenAPI document. References inside it are resolved here, and those that lead out of it never are. */
public final class ApiDocument {
    private static final int MOST_REFERENCES = 32;

    private final ObjectNode root;
    private final OpenAPI model;
    private final PartReader parts;
    private final List<PathOperation> operations = new ArrayList<>();
    private final Map<String, String> unknownPaths = new LinkedHashMap<>();

    ApiDocument(ObjectNode root, OpenAPI model, PartReader parts) {
        this.root = root;
        this.model = model;
        this.parts = parts;
        if (model.getPaths() != null) {
            model.getPaths().forEach(this::addPath);
        }
    }

    private void addPath(String path, PathItem written) {
        try {
            PathItem item = resolve(written, PathItem::get$ref, parts::pathItem);
            String reason = parts.whyUnreadable(item);
            if (reason != null) {
                throw new UnusableOperation(reason);
            }
            item.readOperationsMap()
                    .forEach((method, operation) ->
                            operations.add(new PathOperation(this, method.name(), path, item, operation)));
        } catch (UnusableOperation reason) {
            unknownPaths.put(path, String.valueOf(reason.getMessage()));
        }
    }

    /** Whether schemas are those of OpenAPI 3.0, which are almost JSON Schema; later ones are. */
    boolean isVersion30() {
        return model.getOpenapi().startsWith("3.0");
    }

    /** The title of the service; null when it has none. */
    public @Nullable String title() {
        return model.getInfo() == null ? null : model.getInfo().getTitle();
    }

    /** The address of the first server with the defaults of its variables, perhaps relative; null when there is none. */
    public @Nullable String server() {
        return server(model.getServers());
    }

    static @Nullable String server(@Nullable List<Server> servers) {
        if (servers == null || servers.isEmpty() || servers.getFirst().getUrl() == null) {
            return null;
        }
        Server server = servers.getFirst();
        String[] url = {server.getUrl()};
        if (server.getVariables() != null) {
            server.getVariables()
                    .forEach((name, variable) -> url[0] = url[0].replace(
                            "{" + name + "}", variable.getDefault() == null ? "" : variable.getDefault()));
        }
        return url[0];
    }

    /** All operations, in the order of their paths in the document. */
    public List<PathOperation> operations() {
        return List.copyOf(operations);
    }

    /** Why the operations of a path cannot be known, by the path. */
    public Map<String, String> unknownPaths() {
        return Map.copyOf(unknownPaths);
    }

    /** Where the document breaks the specification, as far as the parser saw it. */
    public List<String> remarks() {
        return parts.remarks();
    }

    @Nullable
    String whyUnreadable(Object part) {
        return parts.whyUnreadable(part);
    }

    Parameter resolve(Parameter parameter) {
        return resolve(parameter, Parameter::get$ref, parts::parameter);
    }

    RequestBody resolve(RequestBody body) {
        return resolve(body, RequestBody::get$ref, parts::body);
    }

    ApiResponse resolve(ApiResponse response) {
        return resolve(response, ApiResponse::get$ref, parts::response);
    }

    /**
     * What a schema stands for, through as many references as it takes.
     *
     * @throws UnusableOperation when a reference leads out of the document, or nowhere
     */
    JsonNode resolve(JsonNode schema) {
        return resolve(schema, node -> node.path("$ref").textValue(), node -> node);
    }

    private <T> T resolve(
            T part, Function<T, @Nullable String> reference, Function<ObjectNode, ? extends @Nullable T> read) {
        T now = part;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            String to = reference.apply(now);
            if (to == null) {
                return now;
            }
            T next = find(to) instanceof ObjectNode found ? read.apply(found) : null;
            if (next == null) {
                throw new UnusableOperation(
                        "its reference " + (to.startsWith("#") ? to + " leads nowhere" : "leads out of the document"));
            }
            now = next;
        }
        throw new UnusableOperation("its references lead in a circle");
    }

    /** What a reference inside the document points at (RFC 6901, section 6); missing for nothing, and for references elsewhere. */
    JsonNode find(String reference) {
        if (!reference.startsWith("#")) {
            return MissingNode.getInstance();
        }
        try {
            String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return root.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }
}
