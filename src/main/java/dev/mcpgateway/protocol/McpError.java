package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A failure that becomes a JSON-RPC error: what a failed Future carries, until one place turns it into an answer. It has no
 * stack trace, since it says what the caller did and not where the gateway was.
 */
public sealed class McpError extends RuntimeException
        permits CredentialsRefused, HeldElsewhere, InsufficientScope, InvalidMessage, NotConnected, RateLimited {

    private final int code;
    private final String text;
    private final @Nullable String data;
    private final int httpStatus;

    /**
     * A failure of any kind.
     *
     * @param code the JSON-RPC error code, see {@link ErrorCode}
     * @param message what happened and what to do, without secrets
     * @param data the error's {@code data} as JSON text, null for none
     * @param httpStatus the HTTP status to use where nothing was sent yet and the era maps errors to a status
     */
    public McpError(int code, String message, @Nullable String data, int httpStatus) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
        this.data = data;
        this.httpStatus = httpStatus;
    }

    /** A failure without {@code data}. */
    public McpError(int code, String message, int httpStatus) {
        this(code, message, null, httpStatus);
    }

    /** -32600: no valid request. */
    public static McpError invalidRequest(String message) {
        return new McpError(ErrorCode.INVALID_REQUEST, message, 400);
    }

    /** -32601: nobody here knows the method. */
    public static McpError methodNotFound(String method) {
        return new McpError(ErrorCode.METHOD_NOT_FOUND, "Method not found: " + method, 404);
    }

    /** -32602: the params do not fit the method. */
    public static McpError invalidParams(String message) {
        return new McpError(ErrorCode.INVALID_PARAMS, message, 400);
    }

    /** -32603: the gateway failed and the caller cannot help it. */
    public static McpError internal(String message) {
        return new McpError(ErrorCode.INTERNAL_ERROR, message, 500);
    }

    /** -32020: headers and body say different things. */
    public static McpError headerMismatch(String message) {
        return new McpError(ErrorCode.HEADER_MISMATCH, "Header mismatch: " + message, 400);
    }

    /**
     * -32021: the request needs capabilities that the client did not declare.
     *
     * @param requiredCapabilities the missing ones as a JSON object of the shape of {@code ClientCapabilities}
     */
    public static McpError missingClientCapability(String message, String requiredCapabilities) {
        return new McpError(
                ErrorCode.MISSING_REQUIRED_CLIENT_CAPABILITY,
                message,
                "{\"requiredCapabilities\":" + requiredCapabilities + "}",
                400);
    }

    /** -32022: the version is none of those that are spoken here. */
    public static McpError unsupportedProtocolVersion(Collection<ProtocolVersion> supported, String requested) {
        String list = supported.stream()
                .map(version -> JsonEdit.quote(version.toString()))
                .collect(Collectors.joining(",", "[", "]"));
        return new McpError(
                ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                "Unsupported protocol version",
                "{\"supported\":" + list + ",\"requested\":" + JsonEdit.quote(requested) + "}",
                400);
    }

    /** The resource is not known: -32602 in 2026-07-28, -32002 before. */
    public static McpError resourceNotFound(String uri, Era era) {
        int code = era == Era.MODERN ? ErrorCode.INVALID_PARAMS : ErrorCode.RESOURCE_NOT_FOUND;
        return new McpError(code, "Resource not found", "{\"uri\":" + JsonEdit.quote(uri) + "}", 200);
    }

    /** The call was sent and nobody knows whether it ran. */
    public static McpError outcomeUnknown(String message) {
        return new McpError(ErrorCode.OUTCOME_UNKNOWN, message, 502);
    }

    /** The call was not sent: the upstream cannot be reached. */
    public static McpError upstreamUnavailable(String message) {
        return new McpError(ErrorCode.UPSTREAM_UNAVAILABLE, message, 502);
    }

    /** The upstream did not answer in time. */
    public static McpError upstreamTimedOut(String message) {
        return new McpError(ErrorCode.UPSTREAM_TIMED_OUT, message, 504);
    }

    /** The other side's protocol era has no form for this. */
    public static McpError eraCannotCarry(String message) {
        return new McpError(ErrorCode.ERA_CANNOT_CARRY, message, 501);
    }

    /** Policy says no. */
    public static McpError denied(String message) {
        return new McpError(ErrorCode.DENIED, message, 403);
    }

    /** A limit on concurrent work is reached; nothing was sent. */
    public static McpError overloaded(String message) {
        return new McpError(ErrorCode.OVERLOADED, message, 503);
    }

    /** The answer is larger than the limit. */
    public static McpError responseTooLarge(String message) {
        return new McpError(ErrorCode.RESPONSE_TOO_LARGE, message, 502);
    }

    /** The session is gone, here or upstream. */
    public static McpError sessionLost(String message) {
        return new McpError(ErrorCode.SESSION_LOST, message, 404);
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** What happened and what to do. */
    @Override
    public String getMessage() {
        return text;
    }

    /** The error's {@code data} as JSON text, or null. */
    public @Nullable String data() {
        return data;
    }

    /** The HTTP status to use where nothing was sent yet and the era maps errors to a status. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The JSON-RPC error response to the request of this id; a null id is written as {@code null}. */
    public Buffer toMessage(@Nullable JsonRpcId id) {
        return Messages.errorMessage(id, code, text, data);
    }
}
