package dev.mcpgateway.provider.google.document;

/** A file gives no text; the message says why, the hint what to do about it. It has no stack trace, since the file is at fault. */
public final class Unreadable extends RuntimeException {
    private final String why;
    private final String hint;

    /**
     * A file that gives no text.
     *
     * @param why a sentence about the file, without its content
     * @param hint what to do about it
     */
    public Unreadable(String why, String hint) {
        super(why, null, false, false);
        this.why = why;
        this.hint = hint;
    }

    @Override
    public String getMessage() {
        return why;
    }

    public String hint() {
        return hint;
    }
}
