package dev.mcpgateway.transport.api;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An envelope on its way to the client.
 *
 * @param status the HTTP status, where HTTP carries it
 * @param body the envelope
 * @param isError whether it is an error envelope
 * @param cause the failure that it tells of, for what HTTP says in headers; null where there is none
 */
public record ApiAnswer(
        int status, Buffer body, boolean isError, @Nullable McpError cause) {
    /** What stands for a {@code message_id} that is not known. */
    public static final String NO_ID = "null";

    private static final int MOST_DETAILS = 64 * 1024;

    /**
     * A response.
     *
     * @param requestId the {@code message_id} as JSON; null for what was asked without an envelope
     */
    static ApiAnswer response(@Nullable String requestId, Buffer result) {
        Buffer body = Buffer.buffer(result.length() + 160)
                .appendString("{\"message_type\":\"response\",\"protocol_version\":\"2.0\",");
        if (requestId != null) {
            body.appendString("\"request_id\":").appendString(requestId).appendString(",");
        }
        body.appendString("\"result\":").appendBuffer(result).appendString("}");
        return new ApiAnswer(200, body, false, null);
    }

    /** An error that has nothing but a message. */
    public static ApiAnswer error(String requestId, ApiErrorCode code, String message, int status) {
        return new ApiAnswer(status, envelope(requestId, code, message).appendString("}"), true, null);
    }

    /** A failure of the gateway; its data become the {@code details}. */
    static ApiAnswer failed(String requestId, ApiErrorCode code, int status, McpError failure) {
        Buffer body = envelope(requestId, code, failure.getMessage());
        String data = failure.data();
        if (data != null && data.length() <= MOST_DETAILS) {
            body.appendString(",\"details\":").appendString(data);
        }
        return new ApiAnswer(status, body.appendString("}"), true, failure);
    }

    /** An error result of a tool, which is repeated beside the message. */
    static ApiAnswer told(String requestId, String message, JsonSlice result) {
        Buffer body =
                envelope(requestId, ApiErrorCode.EXECUTION_FAILED, message).appendString(",\"result\":");
        result.appendTo(body);
        return new ApiAnswer(422, body.appendString("}"), true, null);
    }

    private static Buffer envelope(String requestId, ApiErrorCode code, String message) {
        return Buffer.buffer("{\"message_type\":\"error\",\"protocol_version\":\"2.0\",\"request_id\":" + requestId
                + ",\"error_code\":\"" + code + "\",\"error_message\":" + JsonEdit.quote(message));
    }
}
