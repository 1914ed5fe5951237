package dev.mcpgateway.provider.openapi.call;

import dev.mcpgateway.provider.openapi.shape.Slot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Arrays and objects as text, in the styles of OpenAPI (3.1, section 4.8.12.2). */
final class Styles {
    private static final int MAX_DEPTH = 16;

    private Styles() {}

    /** A name and a value, neither of them encoded except for the {@code separator} inside the value. */
    record Pair(String name, String value) {}

    /** A value as one text. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case JsonObject object -> object.encode();
            case JsonArray array -> array.encode();
            default -> value.toString();
        };
    }

    /** The value of a path or header parameter of style {@code simple}. */
    static String simple(Object value, boolean explode, UnaryOperator<String> encode) {
        return String.join(",", parts(value, explode ? "=" : ",", encode));
    }

    /** The segment part of a path parameter, encoded. */
    static String path(Slot slot, Object value, UnaryOperator<String> encode) {
        boolean explode = slot.explode();
        String name = encode.apply(slot.name());
        return switch (slot.style()) {
            case LABEL -> "." + String.join(explode ? "." : ",", parts(value, explode ? "=" : ",", encode));
            case MATRIX -> {
                if (!explode || !(value instanceof JsonArray || value instanceof JsonObject)) {
                    yield ";" + name + "=" + String.join(",", parts(value, ",", encode));
                }
                String before = value instanceof JsonArray ? ";" + name + "=" : ";";
                yield before + String.join(before, parts(value, "=", encode));
            }
            default -> simple(value, explode, encode);
        };
    }

    /** The items of an array, or the names and values of an object, encoded. */
    private static List<String> parts(Object value, String equals, UnaryOperator<String> encode) {
        List<String> parts = new ArrayList<>();
        switch (value) {
            case JsonArray array -> array.forEach(item -> parts.add(encode.apply(text(item))));
            case JsonObject object ->
                object.forEach(entry ->
                        parts.add(encode.apply(entry.getKey()) + equals + encode.apply(text(entry.getValue()))));
            default -> parts.add(encode.apply(text(value)));
        }
        return parts;
    }

    /** The pairs of a query, cookie or form in which a value is written. */
    static List<Pair> pairs(String name, @Nullable Object value, Slot.Style style, boolean explode) {
        List<Pair> pairs = new ArrayList<>();
        switch (value) {
            case JsonArray array when style == Slot.Style.DEEP_OBJECT -> deep(pairs, name, array, 0);
            case JsonObject object when style == Slot.Style.DEEP_OBJECT -> deep(pairs, name, object, 0);
            case JsonArray array when explode -> array.forEach(item -> pairs.add(new Pair(name, text(item))));
            case JsonObject object
            when explode -> object.forEach(entry -> pairs.add(new Pair(entry.getKey(), text(entry.getValue()))));
            case JsonArray array ->
                pairs.add(new Pair(
                        name,
                        String.join(
                                separator(style),
                                array.stream().map(Styles::text).toList())));
            case JsonObject object -> {
                List<String> parts = new ArrayList<>();
                object.forEach(entry -> {
                    parts.add(entry.getKey());
                    parts.add(text(entry.getValue()));
                });
                pairs.add(new Pair(name, String.join(separator(style), parts)));
            }
            case null, default -> pairs.add(new Pair(name, text(value)));
        }
        return pairs;
    }

    private static void deep(List<Pair> pairs, String name, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw ArgumentRefused.of(name, "is nested too deeply");
        }
        switch (value) {
            case JsonObject object ->
                object.forEach(entry -> deep(pairs, name + '[' + entry.getKey() + ']', entry.getValue(), depth + 1));
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    deep(pairs, name + '[' + i + ']', array.getValue(i), depth + 1);
                }
            }
            case null, default -> pairs.add(new Pair(name, text(value)));
        }
    }

    private static String separator(Slot.Style style) {
        return switch (style) {
            case SPACE_DELIMITED -> " ";
            case PIPE_DELIMITED -> "|";
            default -> ",";
        };
    }
}
