package dev.mcpgateway.transport.api;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.MalformedJson;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request envelope.
 *
 * @param requestId its {@code message_id} as JSON, to be repeated; null for what was asked without an envelope
 * @param tool the tool to run; null to list them
 * @param arguments what the tool is given; null for nothing
 */
public record ApiRequest(
        @Nullable String requestId,
        @Nullable String tool,
        @Nullable JsonSlice arguments) {
    /** Asks for the list, over HTTP. */
    public static final ApiRequest LIST = new ApiRequest(null, null, null);

    /** Asks for the list where there are no addresses. */
    static final String LIST_METHOD = "tools/list";

    private static final String VERSION = "2.0";
    private static final int LONGEST_ID = 64;
    /** The name of a tool in the protocol that this API goes back to. */
    private static final String OLD_NAME = "aws/validate-credentials";

    private static final String OLD_NAME_NOW = "aws_validate_credentials";

    /** Which requests there are. */
    public enum Carrier {
        /** The address says that a tool is run; {@code method} says nothing. */
        HTTP,
        /** {@code method} may be {@code tools/list}; one tool has another name as well. */
        WEB_SOCKET
    }

    /**
     * Reads a request.
     *
     * @throws ApiFailure when it is none
     */
    public static ApiRequest parse(Buffer text, JsonLimits limits, Carrier carrier) {
        JsonSlice root = root(text, limits);
        String id = id(root);
        String method = method(root, id);
        boolean list = carrier == Carrier.WEB_SOCKET && LIST_METHOD.equals(method);
        boolean old = carrier == Carrier.WEB_SOCKET && OLD_NAME.equals(method);
        JsonSlice params = present(root, "params");
        if (params != null && !params.is(JsonType.OBJECT)) {
            throw invalid(id, "params must be an object");
        }
        JsonSlice tool = params == null ? null : present(params, "tool");
        require(root, id, list || old ? null : params, list || old || tool != null);
        checkType(root, id);
        checkVersion(root, id);
        if (list) {
            return new ApiRequest(id, null, null);
        }
        if (tool != null && (!tool.is(JsonType.STRING) || tool.asString().isEmpty())) {
            throw invalid(id, "params.tool must be the name of a tool");
        }
        String name = tool == null ? OLD_NAME : tool.asString();
        boolean renamed = carrier == Carrier.WEB_SOCKET && name.equals(OLD_NAME);
        return new ApiRequest(id, renamed ? OLD_NAME_NOW : name, arguments(params, id));
    }

    private static JsonSlice root(Buffer text, JsonLimits limits) {
        JsonSlice root;
        try {
            root = JsonSlice.parse(text, limits);
        } catch (MalformedJson malformed) {
            throw invalid(ApiAnswer.NO_ID, "this is not JSON: " + malformed.getMessage());
        }
        if (!root.is(JsonType.OBJECT)) {
            throw invalid(
                    ApiAnswer.NO_ID,
                    "a request is a JSON object with message_id, message_type, protocol_version" + " and params");
        }
        return root;
    }

    /** The id as it was written, so that every client finds its own again. */
    private static String id(JsonSlice root) {
        JsonSlice id = present(root, "message_id");
        if (id == null) {
            return ApiAnswer.NO_ID;
        }
        String text = id.is(JsonType.STRING) ? id.asString() : "";
        int length = text.codePointCount(0, text.length());
        if (length == 0 || length > LONGEST_ID) {
            throw invalid(ApiAnswer.NO_ID, "message_id must be a string of 1 to " + LONGEST_ID + " characters");
        }
        return id.toString();
    }

    private static @Nullable String method(JsonSlice root, String id) {
        JsonSlice method = present(root, "method");
        if (method != null && !method.is(JsonType.STRING)) {
            throw invalid(id, "method must be a string");
        }
        return method == null ? null : method.asString();
    }

    private static @Nullable JsonSlice arguments(@Nullable JsonSlice params, String id) {
        JsonSlice arguments = params == null ? null : present(params, "params");
        if (arguments != null && !arguments.is(JsonType.OBJECT)) {
            throw invalid(id, "params.params must be an object: what the tool is given");
        }
        return arguments;
    }

    private static void require(JsonSlice root, String id, @Nullable JsonSlice params, boolean hasTool) {
        List<String> missing = new ArrayList<>();
        for (String field : List.of("message_id", "message_type", "protocol_version")) {
            if (present(root, field) == null) {
                missing.add(field);
            }
        }
        if (!hasTool) {
            missing.add(params == null ? "params" : "params.tool");
        }
        if (!missing.isEmpty()) {
            throw new ApiFailure(
                    ApiErrorCode.MISSING_REQUIRED_FIELDS, "the request lacks " + String.join(", ", missing), 400, id);
        }
    }

    private static void checkType(JsonSlice root, String id) {
        String type = root.string("message_type");
        if (!"request".equals(type) && !"REQUEST".equals(type)) {
            throw new ApiFailure(ApiErrorCode.INVALID_MESSAGE_TYPE, "message_type must be 'request'", 400, id);
        }
    }

    private static void checkVersion(JsonSlice root, String id) {
        if (!VERSION.equals(root.string("protocol_version"))) {
            throw new ApiFailure(
                    ApiErrorCode.INVALID_PROTOCOL_VERSION,
                    "protocol_version must be the string '" + VERSION + "'",
                    400,
                    id);
        }
    }

    private static @Nullable JsonSlice present(JsonSlice object, String member) {
        JsonSlice value = object.get(member);
        return value == null || value.is(JsonType.NULL) ? null : value;
    }

    private static ApiFailure invalid(String id, String message) {
        return new ApiFailure(ApiErrorCode.INVALID_REQUEST, message, 400, id);
    }
}
