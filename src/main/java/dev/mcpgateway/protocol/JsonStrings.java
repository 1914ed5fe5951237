package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** JSON string literals: what stands between the quotation marks, to characters and back. */
final class JsonStrings {

    private static final HexFormat HEX = HexFormat.of();
    /** The bytes of an escape such as {@code \\u0041}, more than any other form of a character takes. */
    private static final int LONGEST_ESCAPE = 6;

    private JsonStrings() {}

    /** The characters of the validated literal whose inside is {@code [start, end)}; lone surrogates come out as they are. */
    static String decode(byte[] bytes, int start, int end) {
        int backslash = backslash(bytes, start, end);
        if (backslash == end) {
            return new String(bytes, start, end - start, UTF_8);
        }
        StringBuilder decoded = new StringBuilder(end - start);
        int from = start;
        while (backslash < end) {
            if (backslash > from) {
                decoded.append(new String(bytes, from, backslash - from, UTF_8));
            }
            byte kind = bytes[backslash + 1];
            from = backslash + 2;
            switch (kind) {
                case 'b' -> decoded.append('\b');
                case 'f' -> decoded.append('\f');
                case 'n' -> decoded.append('\n');
                case 'r' -> decoded.append('\r');
                case 't' -> decoded.append('\t');
                case 'u' -> {
                    decoded.append((char) hex(bytes, from));
                    from += 4;
                }
                default -> decoded.append((char) kind);
            }
            backslash = backslash(bytes, from, end);
        }
        return decoded.append(new String(bytes, from, end - from, UTF_8)).toString();
    }

    /** Whether the validated literal whose inside is {@code [start, end)} stands for these characters. */
    static boolean equal(byte[] bytes, int start, int end, String expected) {
        int length = end - start;
        if (length > LONGEST_ESCAPE * expected.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte c = bytes[start + i];
            if (c < 0 || c == '\\') {
                return decode(bytes, start, end).equals(expected);
            }
            if (i == expected.length() || c != expected.charAt(i)) {
                return false;
            }
        }
        return length == expected.length();
    }

    /**
     * The literal for these characters, all on one line. Lone surrogates, which UTF-8 cannot carry, are escaped.
     */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || (Character.isSurrogate(c) && !paired(value, i))) {
                        quoted.append("\\u").append(HEX.toHexDigits(c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean paired(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static int backslash(byte[] bytes, int from, int end) {
        return Words.indexOfEither(bytes, from, end, '\\', '\\');
    }

    private static int hex(byte[] bytes, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 4) | Character.digit(bytes[at + i], 16);
        }
        return value;
    }
}
