package dev.mcpgateway.provider.aws;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a text that was read as bytes.
 *
 * @param from how many bytes at the front belong to no whole character
 * @param bytes how many bytes, those included, became text or were left out in front; the rest is the beginning of a character
 */
record TextPart(String text, Charset charset, int from, int bytes) {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final int LONGEST_TAIL = 3;

    /** Why bytes are no text, in words that end a sentence. */
    static final class NoText extends Exception {
        NoText(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Decodes a part of an object.
     *
     * @param asked the character set that the caller names; null for none
     * @param contentType what S3 says of the object; null for nothing
     * @param begin whether this is the object's beginning
     * @param end whether its end is in it
     */
    static TextPart of(byte[] bytes, @Nullable String asked, @Nullable String contentType, boolean begin, boolean end)
            throws NoText {
        String named = asked == null ? declared(contentType) : asked;
        Charset marked = begin ? byMark(bytes) : null;
        if (named != null) {
            Charset charset = charset(named);
            // The mark says which of its two forms it is, which has to be known for the next part.
            return decoded(
                    bytes, marked != null && charset.equals(StandardCharsets.UTF_16) ? marked : charset, begin, end);
        }
        if (marked != null) {
            return decoded(bytes, marked, true, end);
        }
        TextPart unicode = attempt(bytes, StandardCharsets.UTF_8, begin, end);
        TextPart part = unicode == null ? attempt(bytes, WESTERN, begin, end) : unicode;
        if (part == null || hasControls(part.text())) {
            throw new NoText("its bytes are no text");
        }
        return part;
    }

    private static @Nullable String declared(@Nullable String contentType) {
        Matcher found = CHARSET.matcher(contentType == null ? "" : contentType);
        return found.find() ? found.group(1) : null;
    }

    private static Charset charset(String name) throws NoText {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            throw new NoText("the gateway cannot read its character set '" + name.replaceAll("[^\\w.:-]", "?") + "'");
        }
    }

    private static @Nullable Charset byMark(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        return bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe
                ? StandardCharsets.UTF_16LE
                : null;
    }

    private static TextPart decoded(byte[] bytes, Charset charset, boolean begin, boolean end) throws NoText {
        TextPart part = attempt(bytes, charset, begin, end);
        if (part == null || hasControls(part.text())) {
            throw new NoText("its bytes are no text in " + charset.name());
        }
        return part;
    }

    /** Null when the bytes are something else. */
    private static @Nullable TextPart attempt(byte[] bytes, Charset charset, boolean begin, boolean end) {
        int from = begin || !charset.equals(StandardCharsets.UTF_8) ? 0 : tail(bytes);
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, end);
        if (result.isError()) {
            return null;
        }
        out.flip();
        String text = out.toString();
        return new TextPart(text.startsWith("\ufeff") ? text.substring(1) : text, charset, from, in.position());
    }

    /** What a character of UTF-8 before the first byte leaves behind. */
    private static int tail(byte[] bytes) {
        int length = 0;
        while (length < LONGEST_TAIL && length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
            length++;
        }
        return length;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && "\t\n\r\f\b\u001b".indexOf(c) < 0);
    }
}
