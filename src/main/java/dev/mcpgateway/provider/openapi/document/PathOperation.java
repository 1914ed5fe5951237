package dev.mcpgateway.provider.openapi.document;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a document: a method at a path, with what the path says for all of its methods. */
public final class PathOperation {
    private final ApiDocument document;
    private final String method;
    private final String path;
    private final PathItem item;
    private final Operation operation;

    PathOperation(ApiDocument document, String method, String path, PathItem item, Operation operation) {
        this.document = document;
        this.method = method;
        this.path = path;
        this.item = item;
        this.operation = operation;
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
        return operation.getOperationId();
    }

    public @Nullable String summary() {
        return operation.getSummary() == null ? item.getSummary() : operation.getSummary();
    }

    public @Nullable String description() {
        return operation.getDescription();
    }

    public boolean isDeprecated() {
        return Boolean.TRUE.equals(operation.getDeprecated());
    }

    public List<String> tags() {
        return operation.getTags() == null ? List.of() : operation.getTags();
    }

    /** The address of a server that this operation alone has; null when it has none of its own. */
    public @Nullable String server() {
        String own = ApiDocument.server(operation.getServers());
        return own == null ? ApiDocument.server(item.getServers()) : own;
    }

    /**
     * Checks that the operation could be read.
     *
     * @throws UnusableOperation when it could not
     */
    public void check() {
        String reason = document.whyUnreadable(operation);
        if (reason != null) {
            throw new UnusableOperation(reason);
        }
    }

    /**
     * The parameters, those of the path first; one of the operation replaces one of the path (OpenAPI 3.1, section 4.8.9).
     *
     * @throws UnusableOperation when one of them cannot be known
     */
    public List<Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        add(item.getParameters(), parameters);
        add(operation.getParameters(), parameters);
        return new ArrayList<>(parameters.values());
    }

    private void add(@Nullable List<Parameter> written, Map<String, Parameter> into) {
        for (Parameter each : written == null ? List.<Parameter>of() : written) {
            Parameter parameter = document.resolve(each);
            if (parameter.getName() == null) {
                throw new UnusableOperation("it has a parameter without a name");
            }
            into.put(parameter.getIn() + " " + parameter.getName(), parameter);
        }
    }

    /**
     * The request body; null when there is none.
     *
     * @throws UnusableOperation when it is somewhere else
     */
    public @Nullable RequestBody body() {
        return operation.getRequestBody() == null ? null : document.resolve(operation.getRequestBody());
    }

    /** What each status answers, by its number, {@code 2XX} or {@code default}; those that are somewhere else say nothing. */
    public Map<String, ApiResponse> responses() {
        Map<String, ApiResponse> responses = new LinkedHashMap<>();
        if (operation.getResponses() != null) {
            operation.getResponses().forEach((status, response) -> {
                try {
                    responses.put(status, document.resolve(response));
                } catch (UnusableOperation _) {
                    responses.put(status, new ApiResponse());
                }
            });
        }
        return responses;
    }

    /** How people name it: the method and the path. */
    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
