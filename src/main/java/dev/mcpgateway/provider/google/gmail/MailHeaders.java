package dev.mcpgateway.provider.google.gmail;

import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.UnsupportedEncodingException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers as people read them (RFC 2047, RFC 2231). Nothing fails: what is wrong stays as it stands. */
final class MailHeaders {
    private static final String TEXT = "text/plain";

    private MailHeaders() {}

    /** Unfolded and decoded, without control characters. */
    static String decode(String raw) {
        String unfolded = MimeUtility.unfold(raw);
        String text = unfolded;
        if (unfolded.contains("=?")) {
            try {
                text = MimeUtility.decodeText(unfolded);
            } catch (UnsupportedEncodingException _) {
                // A charset that nobody knows.
            }
        }
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** The media type in lower case; text when there is none, or one that is none (RFC 2045, section 5.2). */
    static String mimeType(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return TEXT;
        }
        ContentType parsed = contentType(contentType);
        String type = parsed == null ? contentType.split("[;\\s]", 2)[0] : parsed.getBaseType();
        return type.matches("[\\w.+-]+/[\\w.+*-]+") ? type.toLowerCase(Locale.ROOT) : TEXT;
    }

    /** The declared charset; null when there is none. */
    static @Nullable String charset(@Nullable String contentType) {
        ContentType parsed = contentType == null ? null : contentType(contentType);
        return parsed == null ? null : parsed.getParameter("charset");
    }

    /** The name of a file; empty when there is none. */
    static String filename(Map<String, String> headers) {
        String name = null;
        String disposition = headers.get("content-disposition");
        if (disposition != null) {
            try {
                name = new ContentDisposition(disposition).getParameter("filename");
            } catch (ParseException _) {
                // The other header may have it.
            }
        }
        String type = headers.get("content-type");
        if (name == null && type != null) {
            ContentType parsed = contentType(type);
            name = parsed == null ? null : parsed.getParameter("name");
        }
        return name == null ? "" : decode(name);
    }

    private static @Nullable ContentType contentType(String text) {
        try {
            return new ContentType(text);
        } catch (ParseException _) {
            return null;
        }
    }
}
