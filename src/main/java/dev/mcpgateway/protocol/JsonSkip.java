package dev.mcpgateway.protocol;

/** Goes over JSON that was validated before, so it looks at nothing but quotation marks and brackets. */
final class JsonSkip {

    private JsonSkip() {}

    /** The first byte at or after {@code pos} that is not whitespace. */
    static int whitespace(byte[] bytes, int pos) {
        int at = pos;
        while (bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The position after the value that begins at {@code pos}; {@code end} is a position that the value does not pass. */
    static int value(byte[] bytes, int pos, int end) {
        return switch (bytes[pos]) {
            case '"' -> string(bytes, pos);
            case '{', '[' -> container(bytes, pos);
            default -> scalar(bytes, pos, end);
        };
    }

    /** The position after the string that begins at {@code pos}. */
    static int string(byte[] bytes, int pos) {
        int at = pos + 1;
        while (true) {
            at = Words.indexOfEither(bytes, at, bytes.length, '"', '\\');
            if (bytes[at] == '"') {
                return at + 1;
            }
            at += 2;
        }
    }

    private static int container(byte[] bytes, int pos) {
        int depth = 0;
        int at = pos;
        do {
            switch (bytes[at]) {
                case '"' -> at = string(bytes, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
        return at;
    }

    private static int scalar(byte[] bytes, int pos, int end) {
        int at = pos;
        while (at < end) {
            byte c = bytes[at];
            if (c == ',' || c == '}' || c == ']' || c <= ' ') {
                break;
            }
            at++;
        }
        return at;
    }
}
