package dev.mcpgateway.provider.google.document;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text files. They say nothing of their charset, so it is found by their bytes. */
public final class PlainText {
    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/xml",
            "application/javascript",
            "application/x-javascript",
            "application/typescript",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/sql",
            "application/x-sh",
            "application/x-httpd-php",
            "application/x-ndjson",
            "application/graphql",
            "message/rfc822");
    /** Windows' charset of the west; what is neither marked nor UTF-8 is mostly this one. */
    private static final Charset LAST = Charset.forName("windows-1252");

    private PlainText() {}

    /** Whether files of this type are text. */
    public static boolean isText(String mimeType) {
        return mimeType.startsWith("text/")
                || mimeType.endsWith("+json")
                || mimeType.endsWith("+xml")
                || TYPES.contains(mimeType);
    }

    /**
     * The text of a file.
     *
     * @throws Unreadable when it is no text after all
     */
    public static String decode(Buffer file) {
        byte[] bytes = file.getBytes();
        Charset marked = marked(bytes);
        if (marked != null) {
            String text = new String(bytes, marked);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
        for (byte value : bytes) {
            if (value == 0) {
                throw new Unreadable("The file is not text, though its type says so.", "Ask the person to open it.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, LAST);
        }
    }

    /** The charset of a byte order mark, or of UTF-16 without one, in which every other byte of western text is zero. */
    private static @Nullable Charset marked(byte[] bytes) {
        if (starts(bytes, 0xef, 0xbb, 0xbf)) {
            return StandardCharsets.UTF_8;
        }
        if (starts(bytes, 0xff, 0xfe, 0, 0) || starts(bytes, 0, 0, 0xfe, 0xff)) {
            return Charset.forName("UTF-32");
        }
        if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16;
        }
        if (bytes.length >= 4 && bytes.length % 2 == 0) {
            if (bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
                return StandardCharsets.UTF_16LE;
            }
            if (bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
                return StandardCharsets.UTF_16BE;
            }
        }
        return null;
    }

    private static boolean starts(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
