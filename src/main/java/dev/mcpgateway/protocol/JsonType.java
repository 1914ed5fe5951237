package dev.mcpgateway.protocol;

/** The kinds of JSON value; {@code true} and {@code false} are apart, as they are in the grammar. */
public enum JsonType {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL;

    /** The type of the validated value that begins with this byte. */
    static JsonType of(byte first) {
        return switch (first) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't' -> TRUE;
            case 'f' -> FALSE;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }
}
