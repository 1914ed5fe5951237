package dev.mcpgateway.provider.openapi.document;

/** Texts of a document as a model needs them: on one line, and short. */
public final class Texts {
    private Texts() {}

    /** The text on one line; when it is longer, up to the end of a sentence or a word, with an ellipsis. */
    public static String shorten(String text, int length) {
        String line =
                text.replaceAll("<[^<>]{1,200}>", " ").replaceAll("\\s+", " ").strip();
        if (line.length() <= length) {
            return line;
        }
        String head = line.substring(0, length - 1);
        int sentence = head.lastIndexOf(". ");
        if (sentence > length / 2) {
            return head.substring(0, sentence + 1);
        }
        int word = head.lastIndexOf(' ');
        return (word > length / 2 ? head.substring(0, word) : head) + "…";
    }
}
