package dev.mcpgateway.protocol;

/**
 * Bytes that are no JSON text (RFC 8259), or that nest deeper than the limit. The message says what was expected and never
 * repeats the bytes.
 */
public final class MalformedJson extends RuntimeException {

    private final int offset;

    MalformedJson(String problem, int offset) {
        super(problem + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** Where the first byte that cannot be right stands, counted from 0. */
    public int offset() {
        return offset;
    }
}
