package dev.mcpgateway.provider.openapi.shape;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How arguments become the body of a request.
 *
 * @param mediaType as the document writes it
 * @param argument the argument that is the whole body; null when each of {@code members} is a part of it
 * @param members the properties of the body by the argument that gives them
 * @param fields how each property is written, in forms; by property
 */
public record BodyPlan(
        Kind kind,
        String mediaType,
        @Nullable String argument,
        Map<String, String> members,
        Map<String, Field> fields) {

    /** The forms of a body. */
    public enum Kind {
        JSON,
        FORM,
        MULTIPART,
        TEXT,
        BINARY
    }

    /**
     * A property in a form.
     *
     * @param file whether the value is base64 of the bytes to send
     * @param style how an array or object is written in a form
     * @param contentType of the part of a multipart body; null for the usual one
     */
    public record Field(
            boolean file,
            Slot.Style style,
            boolean explode,
            @Nullable String contentType) {}

    public BodyPlan {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        fields = Map.copyOf(fields);
    }
}
