package dev.mcpgateway.provider.openapi.document;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an operation.
 *
 * @param style how arrays and objects are written
 * @param explode whether each item or property stands for itself
 * @param json whether the value is written as JSON, whatever the style
 * @param schema as it stands in the document
 */
public record Parameter(
        String name,
        In in,
        Style style,
        boolean explode,
        boolean required,
        boolean allowReserved,
        boolean json,
        @Nullable String description,
        JsonObject schema) {

    /** Where a parameter stands in a request. */
    public enum In {
        PATH,
        QUERY,
        HEADER,
        COOKIE
    }

    /** How arrays and objects are written (OpenAPI 3.1, section 4.8.12.2). */
    public enum Style {
        SIMPLE,
        LABEL,
        MATRIX,
        FORM,
        SPACE_DELIMITED,
        PIPE_DELIMITED,
        DEEP_OBJECT
    }

    static Parameter of(JsonObject node) {
        String name = ApiDocument.text(node, "name");
        if (name == null) {
            throw new UnusableOperation("it has a parameter without a name");
        }
        In in = switch (String.valueOf(node.getValue("in"))) {
            case "path" -> In.PATH;
            case "query" -> In.QUERY;
            case "header" -> In.HEADER;
            case "cookie" -> In.COOKIE;
            default -> throw new UnusableOperation("its parameter " + name + " is in no place that is known");
        };
        JsonObject content = ApiDocument.object(node, "content");
        JsonObject schema = ApiDocument.object(node, "schema");
        if (!content.isEmpty()) {
            String type = content.fieldNames().iterator().next();
            schema = content.getValue(type) instanceof JsonObject media ? ApiDocument.object(media, "schema") : schema;
        }
        boolean byPathOrHeader = in == In.PATH || in == In.HEADER;
        Style style = style(ApiDocument.text(node, "style"), byPathOrHeader ? Style.SIMPLE : Style.FORM);
        boolean explode = node.getValue("explode") instanceof Boolean said ? said : style == Style.FORM;
        return new Parameter(
                name,
                in,
                style,
                explode,
                in == In.PATH || Boolean.TRUE.equals(node.getValue("required")),
                Boolean.TRUE.equals(node.getValue("allowReserved")),
                !content.isEmpty(),
                ApiDocument.text(node, "description"),
                schema);
    }

    /** Reads the name of a style. */
    public static Style style(@Nullable String written, Style otherwise) {
        return switch (written) {
            case "simple" -> Style.SIMPLE;
            case "label" -> Style.LABEL;
            case "matrix" -> Style.MATRIX;
            case "form" -> Style.FORM;
            case "spaceDelimited" -> Style.SPACE_DELIMITED;
            case "pipeDelimited" -> Style.PIPE_DELIMITED;
            case "deepObject" -> Style.DEEP_OBJECT;
            case null, default -> otherwise;
        };
    }
}
