package dev.mcpgateway.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * The tokenizer {@code o200k_base}, which is public and the same everywhere. Models have tokenizers of their own, so its counts
 * compare lists rather than price them. An instance takes half a second to make and 25 MB of heap: use it and let go of it.
 */
public final class Tokenizer {
    /** The name under which its counts are published. */
    public static final String NAME = EncodingType.O200K_BASE.getName();

    private final Encoding encoding;

    private Tokenizer(Encoding encoding) {
        this.encoding = encoding;
    }

    /** Reads the tokenizer from the library; blocks. */
    public static Tokenizer load() {
        // A registry of its own: the library's shared ones would keep it for ever.
        return new Tokenizer(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }

    /** How many tokens a text has; what looks like a special token is text as well. */
    public int count(String text) {
        return encoding.countTokensOrdinary(text);
    }

    /** What a tool costs. */
    public ToolCost cost(ToolText tool) {
        String output = tool.output();
        return new ToolCost(count(tool.shown()), output == null ? 0 : count(output));
    }
}
