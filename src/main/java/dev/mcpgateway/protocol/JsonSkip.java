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

    /** Looks at eight bytes at a time, and of those only at quotation marks, backslashes and brackets. */
    private static int container(byte[] bytes, int pos) {
        int depth = 0;
        boolean inString = false;
        int at = pos;
        while (bytes.length - at >= Long.BYTES) {
            int next = at + Long.BYTES;
            for (long marks = Words.structure(bytes, at); marks != 0; marks &= marks - 1) {
                int i = at + Words.firstByte(marks);
                byte c = bytes[i];
                if (c == '"') {
                    inString = !inString;
                } else if (inString) {
                    if (c == '\\') {
                        // The character behind it is no end of the string; it is in this word or the next one begins
                        // behind it.
                        marks = Words.without(marks, i + 1 - at);
                        next = Math.max(next, i + 2);
                    }
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if (--depth == 0) {
                    return i + 1;
                }
            }
            at = next;
        }
        return containerEnd(bytes, at, depth, inString);
    }

    private static int containerEnd(byte[] bytes, int pos, int openContainers, boolean insideString) {
        int depth = openContainers;
        boolean inString = insideString;
        for (int at = pos; ; at++) {
            byte c = bytes[at];
            if (c == '"') {
                inString = !inString;
            } else if (inString) {
                at += c == '\\' ? 1 : 0;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return at + 1;
            }
        }
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
