package dev.mcpgateway.provider.google.gmail;

import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail that is written (RFC 5322, RFC 2045). What a caller gives never becomes a header of its own. */
final class MailDraft {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]|[\\u2028\\u2029]");
    private static final Session SESSION = Session.getInstance(new Properties());

    private MailDraft() {}

    /** What a reply refers to. */
    record Reply(String threadId, String messageId, String references, String subject, String sender) {}

    /** Without a Message-ID, which would name this machine; Gmail gives one. */
    private static final class Mail extends MimeMessage {
        Mail() {
            super(SESSION);
        }

        @Override
        protected void updateMessageID() {}
    }

    /**
     * Writes the bytes of a mail.
     *
     * @param arguments to, cc, bcc, subject, body, isHtml and attachments of the tool
     * @param mostBytes the largest sum of attachments
     * @throws ToolFailure {@code invalid_argument}
     */
    static void write(JsonObject arguments, @Nullable Reply reply, long mostBytes, OutputStream out) {
        try {
            Mail mail = new Mail();
            addresses(mail, Message.RecipientType.TO, "to", arguments);
            addresses(mail, Message.RecipientType.CC, "cc", arguments);
            addresses(mail, Message.RecipientType.BCC, "bcc", arguments);
            if (reply != null && !arguments.containsKey("to") && !reply.sender().isEmpty()) {
                for (InternetAddress sender : InternetAddress.parseHeader(oneLine("sender", reply.sender()), false)) {
                    mail.addRecipient(Message.RecipientType.TO, encoded(sender));
                }
            }
            String subject = arguments.getString("subject");
            if (subject == null && reply != null) {
                subject = reply.subject().matches("(?i)re:.*") ? reply.subject() : "Re: " + reply.subject();
            }
            mail.setSubject(oneLine("subject", subject == null ? "" : subject), "UTF-8");
            if (reply != null && !reply.messageId().isEmpty()) {
                String id = oneLine("messageId", reply.messageId());
                mail.setHeader("In-Reply-To", id);
                mail.setHeader("References", (oneLine("references", reply.references()) + " " + id).strip());
            }
            String body = arguments.getString("body", "");
            String type = arguments.getBoolean("isHtml", false) ? "text/html" : "text/plain";
            JsonArray files = arguments.getJsonArray("attachments", new JsonArray());
            if (files.isEmpty()) {
                mail.setDataHandler(text(type, body));
            } else {
                setParts(mail, type, body, files, mostBytes);
            }
            mail.saveChanges();
            mail.writeTo(out);
        } catch (MessagingException | IOException failure) {
            throw invalid("The mail cannot be written: " + failure.getClass().getSimpleName() + ".");
        }
    }

    private static void setParts(Mail mail, String type, String body, JsonArray files, long mostBytes)
            throws MessagingException, IOException {
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart first = new MimeBodyPart();
        first.setDataHandler(text(type, body));
        parts.addBodyPart(first);
        long sum = 0;
        for (int i = 0; i < files.size(); i++) {
            JsonObject file = files.getJsonObject(i);
            byte[] bytes = bytes(file.getString("contentBase64", ""));
            sum += bytes.length;
            if (sum > mostBytes) {
                throw invalid("The attachments have more than " + mostBytes + " bytes together.");
            }
            parts.addBodyPart(attachment(file, bytes));
        }
        mail.setContent(parts);
    }

    private static MimeBodyPart attachment(JsonObject file, byte[] bytes) throws MessagingException {
        String name = oneLine("filename", file.getString("filename", "attachment"));
        String type = file.getString("mimeType", "application/octet-stream");
        if (!type.matches("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+") || type.startsWith("multipart/")) {
            throw invalid("attachments.mimeType is no media type.");
        }
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
        part.setHeader("Content-Type", new ContentType(type).toString());
        part.setHeader("Content-Transfer-Encoding", "base64");
        ParameterList parameters = new ParameterList();
        parameters.set("filename", name, "UTF-8");
        part.setHeader(
                "Content-Disposition",
                Part.ATTACHMENT + parameters.toString("Content-Disposition: attachment".length()));
        return part;
    }

    private static DataHandler text(String type, String body) {
        return new DataHandler(
                new ByteArrayDataSource(body.getBytes(StandardCharsets.UTF_8), type + "; charset=UTF-8"));
    }

    private static void addresses(Mail mail, Message.RecipientType kind, String name, JsonObject arguments)
            throws MessagingException {
        JsonArray given = arguments.getJsonArray(name, new JsonArray());
        for (int i = 0; i < given.size(); i++) {
            mail.addRecipient(kind, address(name, oneLine(name, given.getString(i))));
        }
    }

    private static InternetAddress address(String name, String text) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length != 1 || parsed[0].isGroup()) {
                throw invalid(name + " has to hold one address in each entry.");
            }
            InternetAddress address = parsed[0];
            address.validate();
            return encoded(address);
        } catch (AddressException | UnsupportedEncodingException _) {
            throw invalid(name + " holds what is no e-mail address.");
        }
    }

    private static InternetAddress encoded(InternetAddress address) throws UnsupportedEncodingException {
        String personal = address.getPersonal();
        if (personal != null) {
            address.setPersonal(oneLine("name", personal), "UTF-8");
        }
        return address;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            throw invalid("attachments.contentBase64 is no Base64.");
        }
    }

    private static String oneLine(String name, String text) {
        if (CONTROL.matcher(text).find()) {
            throw invalid(name + " has a line break or another control character.");
        }
        return text;
    }

    private static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }
}
