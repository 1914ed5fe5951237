package dev.mcpgateway.provider.google.document;

import io.vertx.core.json.JsonObject;

/**
 * The part of a text that one result has, filled while the text is made: what comes before it is counted and dropped, and once it is
 * full nothing more needs to be made.
 */
public final class TextWindow {
    /** What stands in output schemas. */
    public static final String SCHEMA = "\"text\":{\"type\":\"string\"},\"nextOffset\":{\"type\":\"integer\"}";

    private final int offset;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private long seen;

    /**
     * An empty window.
     *
     * @param offset characters to skip
     * @param most characters to keep
     */
    public TextWindow(int offset, int most) {
        this.offset = offset;
        this.most = most;
    }

    /** A window on a text that is there already. */
    public static TextWindow on(String whole, int offset, int most) {
        return new TextWindow(offset, most).append(whole);
    }

    /** Adds to the text. */
    public TextWindow append(CharSequence more) {
        int begin = Math.clamp(offset - seen, 0, more.length());
        seen += more.length();
        // One character more than is given tells that the text goes on.
        int end = Math.min(more.length(), begin + most + 1 - text.length());
        if (begin < end) {
            text.append(more, begin, end);
        }
        return this;
    }

    /** Whether the text goes on behind the window. */
    public boolean isFull() {
        return text.length() > most;
    }

    /** Puts the text, and where it goes on. No character is taken apart. */
    public JsonObject put(JsonObject json) {
        if (!isFull()) {
            return json.put("text", text.toString());
        }
        int end = Character.isLowSurrogate(text.charAt(most)) && most > 1 ? most - 1 : most;
        return json.put("text", text.substring(0, end)).put("nextOffset", offset + end);
    }
}
