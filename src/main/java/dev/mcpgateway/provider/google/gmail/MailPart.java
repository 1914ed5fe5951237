package dev.mcpgateway.provider.google.gmail;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a mail (RFC 2045), from whichever form of it.
 *
 * @param mimeType in lower case, without parameters
 * @param headers by name in lower case, the first of each, decoded
 * @param charset as it is declared; null when it is not
 * @param filename empty when there is none
 * @param attachmentId what the bytes are got by; null when they are here
 * @param size of the bytes, as far as known
 * @param bytes without transfer encoding; null when they are elsewhere
 */
record MailPart(
        String mimeType,
        Map<String, String> headers,
        @Nullable String charset,
        String filename,
        @Nullable String attachmentId,
        long size,
        @Nullable Buffer bytes,
        List<MailPart> parts) {

    MailPart {
        headers = Map.copyOf(headers);
        parts = List.copyOf(parts);
    }

    boolean isMultipart() {
        return mimeType.startsWith("multipart/");
    }

    /** Whether it is for saving rather than for reading. */
    boolean isAttachment() {
        String disposition = header("content-disposition").toLowerCase(Locale.ROOT);
        return disposition.startsWith("attachment") || (!filename.isEmpty() && !mimeType.startsWith("message/"));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The text as it was written. */
    String text() {
        return bytes == null ? "" : MailCharset.decode(bytes.getBytes(), charset);
    }
}
