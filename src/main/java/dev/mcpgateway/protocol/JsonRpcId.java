package dev.mcpgateway.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The id of a JSON-RPC request, or the null of an error answer, as the token that was written. Strings are equal when they
 * stand for the same characters, numbers only when they are written alike ({@code 1} is not {@code 1.0}: whoever sent one
 * may not recognize the other), and a string never equals a number. It holds no reference to the message it came from.
 */
public final class JsonRpcId {

    /** The id of an answer to a request whose own id could not be read. */
    public static final JsonRpcId NULL = new JsonRpcId("null", "null");

    private final String raw;
    /** The raw token with a string's escapes resolved; a string keeps its quotation marks, which no number has. */
    private final String key;

    private JsonRpcId(String raw, String key) {
        this.raw = raw;
        this.key = key;
    }

    /** The id that is this string. */
    public static JsonRpcId of(String value) {
        return new JsonRpcId(JsonEdit.quote(value), '"' + value + '"');
    }

    /** The id that is this number. */
    public static JsonRpcId of(long value) {
        String raw = Long.toString(value);
        return new JsonRpcId(raw, raw);
    }

    /**
     * The id that is this JSON value.
     *
     * @throws IllegalArgumentException when it is neither string, number nor null
     */
    public static JsonRpcId of(JsonSlice token) {
        return switch (token.type()) {
            case NULL -> NULL;
            case NUMBER -> {
                String raw = token.toString();
                yield new JsonRpcId(raw, raw);
            }
            case STRING -> {
                String raw = token.toString();
                yield new JsonRpcId(raw, raw.indexOf('\\') < 0 ? raw : '"' + token.asString() + '"');
            }
            case OBJECT, ARRAY, TRUE, FALSE ->
                throw new IllegalArgumentException("an id is a string, a number or null, not " + token.type());
        };
    }

    /** The JSON token, ready to be written into a message. */
    public String raw() {
        return raw;
    }

    /** Whether this is the null of an error answer. */
    public boolean isNull() {
        return equals(NULL);
    }

    /** The characters of a string id; null for a number. */
    public @Nullable String string() {
        return key.charAt(0) == '"' ? key.substring(1, key.length() - 1) : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonRpcId id && key.equals(id.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** The raw token. */
    @Override
    public String toString() {
        return raw;
    }
}
