package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes to one JSON value, made as splices at byte offsets: whatever no edit touches stays as it was written, whitespace
 * and number forms included. Edits are given in any order and refer to the value as it was; {@link #apply} writes the new
 * one. Raw JSON is written as it is: the caller vouches for it.
 *
 * <p>Each edit fails with {@link IllegalArgumentException} when its slice is not part of the root, and {@link #apply} with
 * {@link IllegalStateException} when two edits overlap, such as the replacement of a value and an insertion into it.
 */
public final class JsonEdit {

    private final JsonSlice root;
    private final List<JsonSplice> replacements = new ArrayList<>(4);
    private final Map<Integer, ContainerEdit> containers = new HashMap<>(4);

    private JsonEdit(JsonSlice root) {
        this.root = root;
    }

    /** Edits of this value and of what is in it. */
    public static JsonEdit of(JsonSlice root) {
        return new JsonEdit(root);
    }

    /** The JSON string literal for these characters; it has no raw newline, so it stays whole in an SSE data line. */
    public static String quote(String value) {
        return JsonStrings.quote(value);
    }

    /** Puts other JSON in the place of a value. */
    public JsonEdit replace(JsonSlice value, CharSequence rawJson) {
        return replace(value, utf8(rawJson));
    }

    /** Puts other JSON in the place of a value. */
    public JsonEdit replace(JsonSlice value, Buffer rawJson) {
        return replace(value, rawJson.getBytes());
    }

    /** Puts other JSON in the place of a value. */
    public JsonEdit replace(JsonSlice value, byte[] rawJson) {
        requirePart(value);
        replacements.add(new JsonSplice(value.start(), value.end(), rawJson));
        return this;
    }

    /** Adds a member after the last one. The object must not have one of this name; see {@link #put}. */
    public JsonEdit insert(JsonSlice object, String member, CharSequence rawJson) {
        return insert(object, member, utf8(rawJson));
    }

    /** Adds a member after the last one. The object must not have one of this name; see {@link #put}. */
    public JsonEdit insert(JsonSlice object, String member, Buffer rawJson) {
        return insert(object, member, rawJson.getBytes());
    }

    /** Adds a member after the last one. The object must not have one of this name; see {@link #put}. */
    public JsonEdit insert(JsonSlice object, String member, byte[] rawJson) {
        container(object, JsonType.OBJECT).insert(member, rawJson);
        return this;
    }

    /** Replaces the member of this name, or adds it after the last one. */
    public JsonEdit put(JsonSlice object, String member, CharSequence rawJson) {
        JsonSlice present = object.get(member);
        return present == null ? insert(object, member, rawJson) : replace(present, rawJson);
    }

    /** Removes each member of this name with one comma beside it; nothing happens when there is none. */
    public JsonEdit remove(JsonSlice object, String member) {
        container(object, JsonType.OBJECT).remove(member);
        return this;
    }

    /** Adds an element after the last one. */
    public JsonEdit insertElement(JsonSlice array, CharSequence rawJson) {
        return insertElement(array, utf8(rawJson));
    }

    /** Adds an element after the last one. */
    public JsonEdit insertElement(JsonSlice array, Buffer rawJson) {
        return insertElement(array, rawJson.getBytes());
    }

    /** Adds an element after the last one. */
    public JsonEdit insertElement(JsonSlice array, byte[] rawJson) {
        container(array, JsonType.ARRAY).insertElement(rawJson);
        return this;
    }

    /** The root with all edits made. */
    public Buffer apply() {
        List<JsonSplice> splices = new ArrayList<>(replacements);
        containers.values().forEach(container -> container.splice(splices));
        splices.sort(Comparator.comparingInt(JsonSplice::from).thenComparingInt(JsonSplice::to));
        int length = root.length();
        int done = root.start();
        for (JsonSplice splice : splices) {
            if (splice.from() < done) {
                throw new IllegalStateException("two edits overlap at byte " + splice.from());
            }
            length += splice.growth();
            done = splice.to();
        }
        byte[] bytes = root.array();
        Buffer result = Buffer.buffer(length);
        done = root.start();
        for (JsonSplice splice : splices) {
            result.appendBytes(bytes, done, splice.from() - done).appendBytes(splice.replacement());
            done = splice.to();
        }
        return result.appendBytes(bytes, done, root.end() - done);
    }

    private ContainerEdit container(JsonSlice container, JsonType type) {
        requirePart(container);
        if (!container.is(type)) {
            throw new IllegalArgumentException("expected " + type + ", not " + container.type());
        }
        return containers.computeIfAbsent(container.start(), start -> new ContainerEdit(container));
    }

    private void requirePart(JsonSlice slice) {
        if (!root.encloses(slice)) {
            throw new IllegalArgumentException("the value is not part of the edited one");
        }
    }

    private static byte[] utf8(CharSequence text) {
        return text.toString().getBytes(UTF_8);
    }
}
