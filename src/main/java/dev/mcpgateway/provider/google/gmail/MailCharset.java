package dev.mcpgateway.provider.google.gmail;

import jakarta.mail.internet.MimeUtility;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bytes of mail to text, whatever was declared: mail is often not what it says. */
final class MailCharset {
    private static final byte ESCAPE = 0x1b;

    private MailCharset() {}

    /**
     * The text. What is right UTF-8 is taken for it, since Gmail gives many texts in UTF-8 with their old declaration, but for the
     * charsets whose texts look like ASCII. Nothing fails: what cannot be read becomes U+FFFD.
     */
    static String decode(byte[] bytes, @Nullable String declared) {
        Charset charset = named(declared);
        if (charset != null && hides(charset, bytes)) {
            return new String(bytes, charset);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            boolean useless = charset == null
                    || charset.equals(StandardCharsets.UTF_8)
                    || charset.equals(StandardCharsets.US_ASCII)
                    || charset.equals(StandardCharsets.ISO_8859_1);
            return new String(bytes, useless ? fallback() : charset);
        }
    }

    /** Whether a text in this charset can be right UTF-8 as well. */
    private static boolean hides(Charset charset, byte[] bytes) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        byte mark = 0;
        if (name.startsWith("ISO-2022")
                || name.startsWith("X-ISO-2022")
                || name.contains("50220")
                || name.contains("50221")) {
            mark = ESCAPE;
        } else if (!name.startsWith("UTF-16") && !name.startsWith("UTF-32")) {
            return false;
        }
        for (byte value : bytes) {
            if (value == mark) {
                return true;
            }
        }
        return false;
    }

    private static Charset fallback() {
        return Charset.isSupported("windows-1252") ? Charset.forName("windows-1252") : StandardCharsets.ISO_8859_1;
    }

    private static @Nullable Charset named(@Nullable String declared) {
        if (declared == null || declared.isBlank()) {
            return null;
        }
        String name = declared.strip().replaceAll("^[\"']|[\"']$", "");
        try {
            return Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return null;
        }
    }
}
