package dev.mcpgateway.provider.openapi.shape;

import io.swagger.v3.oas.models.media.Encoding;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of the request and the tool's argument that fills it.
 *
 * @param name in the request
 * @param style how arrays and objects are written
 * @param explode whether each item or property stands for itself
 * @param allowReserved whether reserved characters stand in a query as they are
 * @param json whether the value is written as JSON, whatever the style
 */
public record Slot(
        String argument, String name, In in, Style style, boolean explode, boolean allowReserved, boolean json) {

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
        DEEP_OBJECT;

        /** The style of a field in a form. */
        static Style of(Encoding.@Nullable StyleEnum style) {
            return switch (style) {
                case SPACE_DELIMITED -> SPACE_DELIMITED;
                case PIPE_DELIMITED -> PIPE_DELIMITED;
                case DEEP_OBJECT -> DEEP_OBJECT;
                case FORM -> FORM;
                case null -> FORM;
            };
        }

        private static Style of(Parameter.@Nullable StyleEnum style, In in) {
            return switch (style) {
                case SIMPLE -> SIMPLE;
                case LABEL -> LABEL;
                case MATRIX -> MATRIX;
                case FORM -> FORM;
                case SPACEDELIMITED -> SPACE_DELIMITED;
                case PIPEDELIMITED -> PIPE_DELIMITED;
                case DEEPOBJECT -> DEEP_OBJECT;
                case null -> in == In.PATH || in == In.HEADER ? SIMPLE : FORM;
            };
        }
    }

    /** The slot of a parameter that is in one of the known places. */
    static Slot of(String argument, Parameter parameter) {
        In in = in(parameter);
        Style style = Style.of(parameter.getStyle(), in);
        boolean explode = parameter.getExplode() == null ? style == Style.FORM : parameter.getExplode();
        boolean json = parameter.getContent() != null;
        return new Slot(
                argument,
                parameter.getName(),
                in,
                style,
                explode,
                Boolean.TRUE.equals(parameter.getAllowReserved()),
                json);
    }

    /** Where a parameter stands; the parser lets no other place through. */
    static In in(Parameter parameter) {
        return switch (parameter.getIn()) {
            case "path" -> In.PATH;
            case "header" -> In.HEADER;
            case "cookie" -> In.COOKIE;
            default -> In.QUERY;
        };
    }
}
