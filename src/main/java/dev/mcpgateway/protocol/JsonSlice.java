package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A validated JSON value (RFC 8259) as a range of the bytes that it came in. It is never turned into classes: what is asked
 * for is found in the bytes, and what is not asked for stays as it was written.
 *
 * <p>Slices share the array that they were parsed from, which must not change any more. Two slices are equal when their
 * bytes are.
 */
public final class JsonSlice {

    /**
     * One member of an object.
     *
     * @param name the name with its escapes resolved
     * @param nameSlice the name as written, a string
     * @param value the value as written
     */
    public record Member(String name, JsonSlice nameSlice, JsonSlice value) {}

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final @Nullable MemberIndex members;

    JsonSlice(byte[] bytes, int start, int end) {
        this(bytes, start, end, null);
    }

    /** A slice whose members were indexed while it was validated. */
    JsonSlice(byte[] bytes, int start, int end, @Nullable MemberIndex members) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.members = members;
    }

    /**
     * Validates a whole JSON text in one pass.
     *
     * @throws MalformedJson when the bytes are no JSON text, are not UTF-8, or nest too deep
     */
    public static JsonSlice parse(byte[] bytes, JsonLimits limits) {
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length, limits);
        scanner.whitespace();
        int start = scanner.position();
        scanner.value();
        int end = scanner.position();
        scanner.end();
        return new JsonSlice(bytes, start, end);
    }

    /** The same for a buffer, whose bytes are copied once. */
    public static JsonSlice parse(Buffer buffer, JsonLimits limits) {
        return parse(buffer.getBytes(), limits);
    }

    /** What kind of value this is. */
    public JsonType type() {
        return JsonType.of(bytes[start]);
    }

    /** Whether this is a value of that kind. */
    public boolean is(JsonType type) {
        return type() == type;
    }

    /**
     * The value of a member, names compared after unescaping; null when there is none or this is no object. Of several
     * members with one name it is the last, which is the one that most parsers keep.
     */
    public @Nullable JsonSlice get(String member) {
        if (!is(JsonType.OBJECT)) {
            return null;
        }
        MemberIndex index = index();
        int i = index.find(member);
        return i < 0 ? null : value(index, i);
    }

    /** The characters of a member that is a string; null when there is no such member, or it is something else. */
    public @Nullable String string(String member) {
        JsonSlice value = get(member);
        return value != null && value.is(JsonType.STRING) ? value.asString() : null;
    }

    /** The members in the order of the text; empty when this is no object. */
    public List<Member> members() {
        if (!is(JsonType.OBJECT)) {
            return List.of();
        }
        MemberIndex index = index();
        List<Member> result = new ArrayList<>(index.size());
        for (int i = 0; i < index.size(); i++) {
            JsonSlice name = new JsonSlice(bytes, index.nameStart(i) - 1, index.nameEnd(i) + 1);
            result.add(new Member(index.name(i), name, value(index, i)));
        }
        return result;
    }

    /** The elements in the order of the text; empty when this is no array. */
    public List<JsonSlice> elements() {
        if (!is(JsonType.ARRAY)) {
            return List.of();
        }
        List<JsonSlice> result = new ArrayList<>();
        int at = JsonSkip.whitespace(bytes, start + 1);
        while (bytes[at] != ']') {
            if (bytes[at] == ',') {
                at = JsonSkip.whitespace(bytes, at + 1);
            }
            int elementEnd = JsonSkip.value(bytes, at, end);
            result.add(new JsonSlice(bytes, at, elementEnd));
            at = JsonSkip.whitespace(bytes, elementEnd);
        }
        return result;
    }

    /**
     * The characters of a string.
     *
     * @throws IllegalStateException when this is no string
     */
    public String asString() {
        expect(JsonType.STRING);
        return JsonStrings.decode(bytes, start + 1, end - 1);
    }

    /**
     * The number as a {@code long}, whatever form it was written in ({@code 42}, {@code 42.0}, {@code 4.2e1}); empty when it
     * has a fraction, is out of range, or is written with more than 64 characters.
     *
     * @throws IllegalStateException when this is no number
     */
    public OptionalLong asLong() {
        expect(JsonType.NUMBER);
        return JsonNumbers.exactLong(toString());
    }

    /**
     * The nearest {@code double}, which for 1e400 is infinity.
     *
     * @throws IllegalStateException when this is no number
     */
    public double asDouble() {
        expect(JsonType.NUMBER);
        return Double.parseDouble(toString());
    }

    /**
     * The truth value.
     *
     * @throws IllegalStateException when this is neither true nor false
     */
    public boolean asBoolean() {
        if (is(JsonType.TRUE)) {
            return true;
        }
        expect(JsonType.FALSE);
        return false;
    }

    /** A member name that this object has more than once after unescaping, or null. */
    public @Nullable String duplicateMember() {
        return is(JsonType.OBJECT) ? index().clash(Set.of()) : null;
    }

    /** Where the first byte of the value stands in the bytes that were parsed. */
    public int start() {
        return start;
    }

    /** The position after the last byte of the value. */
    public int end() {
        return end;
    }

    /** How many bytes the value has. */
    public int length() {
        return end - start;
    }

    /** A copy of the value's bytes. */
    public Buffer toBuffer() {
        return Buffer.buffer(length()).appendBytes(bytes, start, length());
    }

    /** A copy of the value's bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** Appends the value's bytes to a buffer. */
    public void appendTo(Buffer target) {
        target.appendBytes(bytes, start, length());
    }

    /** Whether the other value is written with the same bytes. */
    public boolean sameBytes(JsonSlice other) {
        return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSlice slice && sameBytes(slice);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** The text as written. */
    @Override
    public String toString() {
        return new String(bytes, start, length(), UTF_8);
    }

    /** Whether the other one is this value or stands in it, in the same bytes. */
    @SuppressWarnings("ReferenceEquality") // Offsets mean something only within one array.
    boolean encloses(JsonSlice part) {
        return bytes == part.bytes && part.start >= start && part.end <= end;
    }

    byte[] array() {
        return bytes;
    }

    MemberIndex index() {
        return members == null ? MemberIndex.of(bytes, start, end) : members;
    }

    private JsonSlice value(MemberIndex index, int i) {
        return new JsonSlice(bytes, index.valueStart(i), index.valueEnd(i));
    }

    private void expect(JsonType type) {
        if (!is(type)) {
            throw new IllegalStateException("expected " + type + ", not " + type());
        }
    }
}
