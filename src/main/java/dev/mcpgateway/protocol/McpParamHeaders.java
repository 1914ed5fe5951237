package dev.mcpgateway.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Mcp-Param-*} headers of one tool: those that its input schema asks for with {@code x-mcp-header} (2026-07-28,
 * Streamable HTTP, section Custom Headers from Tool Parameters). Immutable, and it does not hold on to the schema.
 */
public final class McpParamHeaders {

    /** One annotated property: where its value is in the arguments, and the header that mirrors it. */
    record Declaration(List<String> path, String header, boolean integer) {}

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final int LONGEST_NUMBER = 64;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,32}(\\.\\d{1,31})?");

    private final List<Declaration> declarations;

    private McpParamHeaders(List<Declaration> declarations) {
        this.declarations = List.copyOf(declarations);
    }

    /**
     * The headers that an input schema asks for.
     *
     * @throws InvalidParamHeaders when an annotation is not allowed, which makes the whole tool invalid
     */
    public static McpParamHeaders of(JsonSlice inputSchema) {
        return new McpParamHeaders(ParamHeaderScan.of(inputSchema));
    }

    /** Whether the tool has none of these headers. */
    public boolean isEmpty() {
        return declarations.isEmpty();
    }

    /**
     * The headers for a call, names as the schema writes them and values encoded. Arguments that are absent, null, objects or
     * arrays have none: the upstream judges them.
     *
     * @param arguments {@code params.arguments} of the call, null when there are none
     * @throws InvalidHeaderValue when an argument is no text, because of a lone surrogate
     */
    public Map<String, String> headers(@Nullable JsonSlice arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Declaration declaration : declarations) {
            JsonSlice value = value(arguments, declaration);
            String text = value == null ? null : text(value);
            if (text != null) {
                headers.put(declaration.header(), McpHeaders.encode(text));
            }
        }
        return headers;
    }

    /**
     * Whether a client's headers say what its arguments say. Integers compare as numbers.
     *
     * @return the mismatch (-32020, HTTP status 400), which names the header and not the values; null when all is well
     */
    public @Nullable McpError check(Function<String, @Nullable String> headers, @Nullable JsonSlice arguments) {
        for (Declaration declaration : declarations) {
            JsonSlice value = value(arguments, declaration);
            String text = value == null ? null : text(value);
            if (value == null || text == null) {
                continue;
            }
            String name = declaration.header();
            String header = headers.apply(name);
            if (header == null) {
                return McpError.headerMismatch("the " + name + " header is missing; the body has a value for it");
            }
            try {
                if (!matches(McpHeaders.decode(header), text, declaration.integer() && value.is(JsonType.NUMBER))) {
                    return McpError.headerMismatch(name + " header value does not match the body value");
                }
            } catch (InvalidHeaderValue e) {
                return McpError.headerMismatch(name + ": " + e.getMessage());
            }
        }
        return null;
    }

    private static boolean matches(String header, String body, boolean numeric) {
        if (header.equals(body)) {
            return true;
        }
        if (!numeric || !DECIMAL.matcher(header).matches()) {
            return false;
        }
        OptionalLong number = JsonNumbers.exactLong(header);
        return number.isPresent() && number.equals(JsonNumbers.exactLong(body));
    }

    private static @Nullable JsonSlice value(@Nullable JsonSlice arguments, Declaration declaration) {
        JsonSlice value = arguments;
        for (String member : declaration.path()) {
            value = value == null ? null : value.get(member);
        }
        return value;
    }

    private static @Nullable String text(JsonSlice value) {
        return switch (value.type()) {
            case STRING -> value.asString();
            case TRUE -> "true";
            case FALSE -> "false";
            case NUMBER -> number(value);
            case OBJECT, ARRAY, NULL -> null;
        };
    }

    /** The decimal form of an integer; what is none, or not a safe one, goes as it is written. */
    private static @Nullable String number(JsonSlice value) {
        if (value.length() > LONGEST_NUMBER) {
            return null;
        }
        OptionalLong integer = value.asLong();
        return integer.isPresent() && Math.abs(integer.getAsLong()) <= MAX_SAFE_INTEGER
                ? Long.toString(integer.getAsLong())
                : value.toString();
    }
}
