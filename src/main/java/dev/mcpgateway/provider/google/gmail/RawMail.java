package dev.mcpgateway.provider.google.gmail;

import io.vertx.core.buffer.Buffer;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** A mail as it was sent (RFC 5322), however broken. It blocks, so it does not run on an event loop. */
final class RawMail {
    private static final int DEEPEST = 30;
    private static final Session LENIENT = Session.getInstance(lenient());

    private RawMail() {}

    private static Properties lenient() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        return properties;
    }

    /** The mail; what cannot be taken apart becomes one text. */
    static MailPart parse(byte[] bytes) {
        try {
            return part(new MimeMessage(LENIENT, new ByteArrayInputStream(bytes)), 0);
        } catch (MessagingException | IOException _) {
            return leaf("text/plain", Map.of(), bytes);
        }
    }

    private static MailPart part(MimePart part, int depth) throws MessagingException, IOException {
        Map<String, String> raw = headers(part);
        String type = MailHeaders.mimeType(raw.get("content-type"));
        List<MailPart> parts = new ArrayList<>();
        if (depth < DEEPEST && type.startsWith("multipart/")) {
            parts.addAll(multipart(part, depth));
        } else if (depth < DEEPEST && type.equals("message/rfc822")) {
            parts.add(part(new MimeMessage(LENIENT, new ByteArrayInputStream(content(part))), depth + 1));
        }
        if (!parts.isEmpty()) {
            return new MailPart(type, decoded(raw), null, MailHeaders.filename(raw), null, 0, null, parts);
        }
        // A multipart without a boundary is read as what it holds.
        return leaf(type.startsWith("multipart/") ? "text/plain" : type, raw, content(part));
    }

    private static List<MailPart> multipart(MimePart part, int depth) {
        List<MailPart> parts = new ArrayList<>();
        try {
            MimeMultipart inner = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < inner.getCount(); i++) {
                BodyPart one = inner.getBodyPart(i);
                if (one instanceof MimePart mime) {
                    parts.add(part(mime, depth + 1));
                }
            }
        } catch (MessagingException | IOException _) {
            // What came before the break is kept.
        }
        return parts;
    }

    private static MailPart leaf(String type, Map<String, String> raw, byte[] bytes) {
        return new MailPart(
                type,
                decoded(raw),
                MailHeaders.charset(raw.get("content-type")),
                MailHeaders.filename(raw),
                null,
                bytes.length,
                Buffer.buffer(bytes),
                List.of());
    }

    /** The bytes; as they stand where their transfer encoding is unknown or broken. */
    private static byte[] content(MimePart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        } catch (MessagingException | IOException _) {
            try (InputStream in = raw(part)) {
                byte[] bytes = in.readAllBytes();
                return "base64".equalsIgnoreCase(part.getEncoding()) ? leniently(bytes) : bytes;
            }
        }
    }

    /** What there is of Base64 in it. */
    private static byte[] leniently(byte[] base64) {
        String text = new String(base64, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z0-9+/]", "");
        // A single character more than a multiple of four holds no byte.
        int length = text.length() % 4 == 1 ? text.length() - 1 : text.length();
        return Base64.getDecoder().decode(text.substring(0, length));
    }

    private static InputStream raw(MimePart part) throws MessagingException {
        return switch (part) {
            case MimeMessage message -> message.getRawInputStream();
            case jakarta.mail.internet.MimeBodyPart body -> body.getRawInputStream();
            default -> InputStream.nullInputStream();
        };
    }

    private static Map<String, String> headers(MimePart part) throws MessagingException {
        Map<String, String> headers = new HashMap<>();
        Enumeration<Header> all = part.getAllHeaders();
        while (all.hasMoreElements()) {
            Header header = all.nextElement();
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value(header));
        }
        return headers;
    }

    /** Headers in eight bits come as Latin 1, and are UTF-8 more often than not (RFC 6532). */
    private static String value(Header header) {
        byte[] bytes = header.getValue().getBytes(StandardCharsets.ISO_8859_1);
        return MailCharset.decode(bytes, null);
    }

    private static Map<String, String> decoded(Map<String, String> raw) {
        Map<String, String> headers = new HashMap<>();
        raw.forEach((name, value) -> headers.put(name, MailHeaders.decode(value)));
        return headers;
    }
}
