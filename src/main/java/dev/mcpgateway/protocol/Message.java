package dev.mcpgateway.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 message as MCP has it: the bytes as they came, and where in them the members stand by which the gateway
 * decides. Member names are compared after unescaping; a name that is there twice in the envelope, {@code params},
 * {@code params._meta} or {@code params.ref} makes the message invalid, as does a second form of a name that the gateway
 * reads which differs in case only.
 */
public final class Message {

    /** What a message is. */
    public enum Kind {
        /** It has a method and an id. */
        REQUEST,
        /** It has a method and no id. */
        NOTIFICATION,
        /** It has a result or an error. */
        RESPONSE
    }

    private final Kind kind;
    private final JsonSlice root;
    private final @Nullable Buffer source;
    private final @Nullable JsonSlice idSlice;
    private final @Nullable JsonRpcId id;
    private final @Nullable String method;
    private final @Nullable JsonSlice params;
    private final @Nullable JsonSlice meta;
    private final @Nullable JsonSlice ref;
    private final @Nullable JsonSlice result;
    private final @Nullable JsonSlice error;

    Message(
            Kind kind,
            JsonSlice root,
            @Nullable Buffer source,
            @Nullable JsonSlice idSlice,
            @Nullable JsonRpcId id,
            @Nullable String method,
            @Nullable JsonSlice result,
            @Nullable JsonSlice error,
            MessageReader reader) {
        this.kind = kind;
        this.root = root;
        this.source = source;
        this.idSlice = idSlice;
        this.id = id;
        this.method = method;
        this.params = reader.params();
        this.meta = reader.meta();
        this.ref = reader.ref();
        this.result = result;
        this.error = error;
    }

    /**
     * Reads and validates one message. The buffer must not change any more.
     *
     * @throws InvalidMessage -32700 when the bytes are no JSON, -32600 when the JSON is no message
     */
    public static Message parse(Buffer buffer, JsonLimits limits) {
        byte[] bytes = buffer.getBytes();
        return new MessageParser(bytes, 0, bytes.length, buffer, limits).parse();
    }

    /**
     * The same for an array, which must not change any more.
     *
     * @throws InvalidMessage -32700 when the bytes are no JSON, -32600 when the JSON is no message
     */
    public static Message parse(byte[] bytes, JsonLimits limits) {
        return new MessageParser(bytes, 0, bytes.length, null, limits).parse();
    }

    /** Whether the first byte that is not whitespace begins an array, so that {@link #parseBatch} is due. */
    public static boolean isBatch(byte[] bytes) {
        for (byte c : bytes) {
            if (!MessageParser.isWhitespace(c)) {
                return c == '[';
            }
        }
        return false;
    }

    /** The same for a buffer. */
    public static boolean isBatch(Buffer buffer) {
        for (int i = 0; i < buffer.length(); i++) {
            byte c = buffer.getByte(i);
            if (!MessageParser.isWhitespace(c)) {
                return c == '[';
            }
        }
        return false;
    }

    /**
     * Reads the messages of a batch (2025-03-26), all of them or none.
     *
     * @throws InvalidMessage -32700 when the bytes are no JSON; -32600 when they are no array, an empty or a too long one, or
     *     when one element is no message
     */
    public static List<Message> parseBatch(byte[] bytes, JsonLimits limits) {
        return new MessageParser(bytes, 0, bytes.length, null, limits).parseBatch();
    }

    /** The same for a buffer. */
    public static List<Message> parseBatch(Buffer buffer, JsonLimits limits) {
        return parseBatch(buffer.getBytes(), limits);
    }

    /** What this message is. */
    public Kind kind() {
        return kind;
    }

    /** The id; null for a notification, and for an error response that has none. */
    public @Nullable JsonRpcId id() {
        return id;
    }

    /** Where the id stands, to put another in its place; null when there is none. */
    public @Nullable JsonSlice idSlice() {
        return idSlice;
    }

    /** The method; null for a response. */
    public @Nullable String method() {
        return method;
    }

    /** Whether this is a request or notification of that method. */
    public boolean is(String method) {
        return method.equals(this.method);
    }

    /**
     * The method of a request or notification.
     *
     * @throws IllegalStateException for a response
     */
    public String requireMethod() {
        if (method == null) {
            throw new IllegalStateException("a response has no method");
        }
        return method;
    }

    /**
     * The id of a request.
     *
     * @throws IllegalStateException when there is none
     */
    public JsonRpcId requireId() {
        if (id == null) {
            throw new IllegalStateException("the message has no id");
        }
        return id;
    }

    /** {@code params}, an object; null when there are none. */
    public @Nullable JsonSlice params() {
        return params;
    }

    /** {@code params._meta}, an object; null when there is none. */
    public @Nullable JsonSlice meta() {
        return meta;
    }

    /** {@code params.ref}, an object; null when there is none. */
    public @Nullable JsonSlice ref() {
        return ref;
    }

    /** {@code params.name}, when it is a string: which tool or prompt. */
    public @Nullable String name() {
        return param("name");
    }

    /** {@code params.uri}, when it is a string: which resource. */
    public @Nullable String uri() {
        return param("uri");
    }

    /** A member of {@code params}, when it is a string. */
    public @Nullable String param(String member) {
        return params == null ? null : params.string(member);
    }

    /** {@code params._meta.progressToken}, when it is a string or number. */
    public @Nullable JsonRpcId progressToken() {
        JsonSlice token = meta == null ? null : meta.get(MetaKeys.PROGRESS_TOKEN);
        return token == null ? null : MessageParser.id(token);
    }

    /** The result of a response, of any type; null when it is an error. */
    public @Nullable JsonSlice result() {
        return error == null ? result : null;
    }

    /** The error object of a response; null when it is a result. */
    public @Nullable JsonSlice error() {
        return error;
    }

    /** The whole message. */
    public JsonSlice root() {
        return root;
    }

    /** The bytes as they came, not copied when they came in a buffer. */
    public Buffer toBuffer() {
        return source == null ? root.toBuffer() : source;
    }
}
