package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC messages made here. Raw arguments are JSON text that is written as it is: the caller vouches for it, usually
 * because it is a {@link JsonSlice} or made with {@link JsonEdit#quote}.
 */
public final class Messages {

    private static final String ENVELOPE = "{\"jsonrpc\":\"2.0\",";

    private static final int MOST_BYTES_A_CHARACTER = 3;

    private Messages() {}

    /** A response with a result. */
    public static Buffer resultMessage(JsonRpcId id, CharSequence rawResult) {
        return Buffer.buffer(ENVELOPE + "\"id\":" + id.raw() + ",\"result\":" + rawResult + '}');
    }

    /** The same with a result that is bytes already; they are copied once. */
    public static Buffer resultMessage(JsonRpcId id, Buffer rawResult) {
        String head = ENVELOPE + "\"id\":" + id.raw() + ",\"result\":";
        return Buffer.buffer(head.length() + rawResult.length() + 1)
                .appendString(head)
                .appendBuffer(rawResult)
                .appendByte((byte) '}');
    }

    /**
     * The same with a result that writes itself, for one that is large.
     *
     * @param size how many bytes it has
     * @param result appends them, as JSON
     */
    public static Buffer resultMessage(JsonRpcId id, int size, Consumer<Buffer> result) {
        String head = ENVELOPE + "\"id\":" + id.raw() + ",\"result\":";
        Buffer message =
                Buffer.buffer(head.length() * MOST_BYTES_A_CHARACTER + size + 1).appendString(head);
        result.accept(message);
        return message.appendByte((byte) '}');
    }

    /** An error response; a null id is written as {@code null}, null data is left out. */
    public static Buffer errorMessage(
            @Nullable JsonRpcId id, int code, String message, @Nullable CharSequence rawData) {
        return Buffer.buffer(ENVELOPE
                + "\"id\":"
                + (id == null ? JsonRpcId.NULL : id).raw()
                + ",\"error\":{\"code\":"
                + code
                + ",\"message\":"
                + JsonEdit.quote(message)
                + (rawData == null ? "" : ",\"data\":" + rawData)
                + "}}");
    }

    /** A request; null params are left out. */
    public static Buffer requestMessage(JsonRpcId id, String method, @Nullable CharSequence rawParams) {
        return Buffer.buffer(
                ENVELOPE + "\"id\":" + id.raw() + ",\"method\":" + JsonEdit.quote(method) + params(rawParams) + '}');
    }

    /** A notification; null params are left out. */
    public static Buffer notificationMessage(String method, @Nullable CharSequence rawParams) {
        return Buffer.buffer(ENVELOPE + "\"method\":" + JsonEdit.quote(method) + params(rawParams) + '}');
    }

    private static String params(@Nullable CharSequence rawParams) {
        return rawParams == null ? "" : ",\"params\":" + rawParams;
    }
}
