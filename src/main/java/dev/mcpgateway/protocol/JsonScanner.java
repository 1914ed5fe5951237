package dev.mcpgateway.protocol;

import java.util.Arrays;

/**
 * One strict forward pass over a JSON text (RFC 8259): grammar, well-formed UTF-8 and depth. A caller that wants to know
 * where the members of an object are walks it with {@link #enterObject}, {@link #memberName} and {@link #moreMembers} and
 * lets {@link #value} validate the rest, so that nothing is read twice.
 */
final class JsonScanner {

    private final byte[] bytes;
    private final int end;
    private final int maxDepth;
    private int pos;
    private int depth;
    /** One bit for each open container: set for an object. */
    private long[] objects = new long[1];

    private int nameStart;
    private int nameEnd;

    JsonScanner(byte[] bytes, int start, int end, JsonLimits limits) {
        this.bytes = bytes;
        this.pos = start;
        this.end = end;
        this.maxDepth = limits.maxDepth();
    }

    int position() {
        return pos;
    }

    /** The next byte, or -1 at the end. */
    int peek() {
        return pos < end ? bytes[pos] & 0xff : -1;
    }

    void whitespace() {
        while (pos < end) {
            byte c = bytes[pos];
            if (c > ' ' || !(c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
                return;
            }
            pos++;
        }
    }

    /** Fails unless nothing but whitespace is left. */
    void end() {
        whitespace();
        if (pos < end) {
            throw malformed("expected the end of the text");
        }
    }

    /** At '{': goes in, and is true when a member name comes next; at an empty object it is already out again. */
    boolean enterObject() {
        open(true);
        return !closed('}');
    }

    /** At '[': goes in, and is true when an element comes next; at an empty array it is already out again. */
    boolean enterArray() {
        open(false);
        return !closed(']');
    }

    /** Reads a member name and its colon; what it read is in {@link #nameStart} and {@link #nameEnd}. */
    void memberName() {
        if (peek() != '"') {
            throw malformed("expected a member name");
        }
        nameStart = pos + 1;
        string();
        nameEnd = pos - 1;
        whitespace();
        if (peek() != ':') {
            throw malformed("expected ':'");
        }
        pos++;
        whitespace();
    }

    /** After a member's value: true when another member name comes next, false when the object was closed. */
    boolean moreMembers() {
        return more('}', "expected ',' or '}'");
    }

    /** After an element: true when another element comes next, false when the array was closed. */
    boolean moreElements() {
        return more(']', "expected ',' or ']'");
    }

    /** The first byte of the name read last, after its quotation mark. */
    int nameStart() {
        return nameStart;
    }

    /** The closing quotation mark of the name read last. */
    int nameEnd() {
        return nameEnd;
    }

    /** Validates the value that begins here, with everything in it. */
    void value() {
        int outside = depth;
        while (true) {
            switch (peek()) {
                case '{' -> {
                    if (enterObject()) {
                        memberName();
                        continue;
                    }
                }
                case '[' -> {
                    if (enterArray()) {
                        continue;
                    }
                }
                case '"' -> string();
                case 't' -> literal('t', 'r', 'u', 'e');
                case 'f' -> {
                    pos++;
                    literal('a', 'l', 's', 'e');
                }
                case 'n' -> literal('n', 'u', 'l', 'l');
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
                default -> throw malformed("expected a value");
            }
            while (true) {
                if (depth == outside) {
                    return;
                }
                if (inObject()) {
                    if (moreMembers()) {
                        memberName();
                        break;
                    }
                } else if (moreElements()) {
                    break;
                }
            }
        }
    }

    private void open(boolean object) {
        if (depth == maxDepth) {
            throw malformed("nested deeper than the limit of " + maxDepth);
        }
        int word = depth >> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, word * 2);
        }
        if (object) {
            objects[word] |= 1L << depth;
        } else {
            objects[word] &= ~(1L << depth);
        }
        depth++;
        pos++;
        whitespace();
    }

    private boolean inObject() {
        int top = depth - 1;
        return (objects[top >> 6] & (1L << top)) != 0;
    }

    private boolean closed(char bracket) {
        if (peek() != bracket) {
            return false;
        }
        pos++;
        depth--;
        return true;
    }

    private boolean more(char bracket, String expected) {
        whitespace();
        if (closed(bracket)) {
            return false;
        }
        if (peek() != ',') {
            throw malformed(expected);
        }
        pos++;
        whitespace();
        return true;
    }

    private void literal(char a, char b, char c, char d) {
        if (end - pos < 4 || bytes[pos] != a || bytes[pos + 1] != b || bytes[pos + 2] != c || bytes[pos + 3] != d) {
            throw malformed("expected true, false or null");
        }
        pos += 4;
    }

    private void number() {
        if (peek() == '-') {
            pos++;
        }
        if (peek() == '0') {
            pos++;
        } else {
            digits();
        }
        if (peek() == '.') {
            pos++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            pos++;
            if (peek() == '+' || peek() == '-') {
                pos++;
            }
            digits();
        }
    }

    private void digits() {
        int first = pos;
        while (pos < end && bytes[pos] >= '0' && bytes[pos] <= '9') {
            pos++;
        }
        if (pos == first) {
            throw malformed("expected a digit");
        }
    }

    /** At the opening quotation mark: goes past the closing one. */
    private void string() {
        pos++;
        while (true) {
            pos = Words.indexOfNonLiteral(bytes, pos, end);
            int c = peek();
            if (c == '"') {
                pos++;
                return;
            }
            if (c == '\\') {
                escape();
            } else if (c >= 0x80) {
                pos = Utf8.sequence(bytes, pos, end);
                if (pos < 0) {
                    pos = ~pos;
                    throw malformed("expected UTF-8");
                }
            } else if (c < 0) {
                throw malformed("expected the end of a string");
            } else {
                throw malformed("expected an escape in place of a control character");
            }
        }
    }

    private void escape() {
        pos++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> pos++;
            case 'u' -> {
                pos++;
                for (int i = 0; i < 4; i++, pos++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw malformed("expected four hexadecimal digits");
                    }
                }
            }
            default -> throw malformed("expected an escape that JSON knows");
        }
    }

    private MalformedJson malformed(String problem) {
        return new MalformedJson(pos < end ? problem : "unexpected end: " + problem, pos);
    }
}
