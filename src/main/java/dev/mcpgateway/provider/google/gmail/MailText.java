package dev.mcpgateway.provider.google.gmail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What there is to read in a mail.
 *
 * @param text for reading; a sentence where there is nothing
 * @param isReadable whether the text is the mail's own
 * @param attachments parts for saving
 */
record MailText(String text, boolean isReadable, List<MailPart> attachments) {

    MailText {
        attachments = List.copyOf(attachments);
    }

    static MailText of(MailPart mail) {
        List<MailPart> attachments = new ArrayList<>();
        String text = clean(read(mail, attachments));
        if (!text.isEmpty()) {
            return new MailText(text, true, attachments);
        }
        String nothing = mail.mimeType().equals("multipart/encrypted")
                        || mail.mimeType().contains("pkcs7-mime")
                ? "(The mail is encrypted; only its recipient's mail program can read it.)"
                : attachments.isEmpty() ? "(The mail has no text.)" : "(The mail has no text, only attachments.)";
        return new MailText(nothing, false, attachments);
    }

    private static String read(MailPart part, List<MailPart> attachments) {
        if (part.mimeType().equals("multipart/alternative")) {
            return alternative(part, attachments);
        }
        if (part.mimeType().equals("multipart/encrypted")) {
            return "";
        }
        if (part.isAttachment()) {
            attachments.add(part);
            return "";
        }
        if (part.isMultipart()) {
            return part.parts().stream()
                    .map(inner -> read(inner, attachments).strip())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("\n\n"));
        }
        return switch (part.mimeType()) {
            case "text/html", "application/xhtml+xml" -> HtmlText.of(part.text());
            case "text/calendar", "application/ics" -> CalendarText.of(part.text());
            case "message/rfc822", "message/global" -> forwarded(part, attachments);
            case "message/delivery-status", "text/rfc822-headers", "message/disposition-notification" -> part.text();
            default -> {
                if (part.mimeType().startsWith("text/")) {
                    yield part.text();
                }
                attachments.add(part);
                yield "";
            }
        };
    }

    /** The plain text, unless it is empty; an invitation says more than either. */
    private static String alternative(MailPart part, List<MailPart> attachments) {
        String best = "";
        int rank = 0;
        StringBuilder invitation = new StringBuilder();
        for (MailPart inner : part.parts()) {
            if (inner.mimeType().equals("text/calendar")) {
                invitation.append(invitation.isEmpty() ? "" : "\n\n").append(CalendarText.of(inner.text()));
                continue;
            }
            String text = read(inner, attachments).strip();
            int own =
                    inner.mimeType().equals("text/plain") ? 3 : inner.mimeType().startsWith("text/") ? 1 : 2;
            if (!text.isEmpty() && own > rank) {
                best = text;
                rank = own;
            }
        }
        return invitation.isEmpty() ? best : best.isEmpty() ? invitation.toString() : best + "\n\n" + invitation;
    }

    private static String forwarded(MailPart part, List<MailPart> attachments) {
        MailPart inner = part.parts().isEmpty() ? null : part.parts().getFirst();
        if (inner == null) {
            return part.text();
        }
        String text = read(inner, attachments).strip();
        return "--- Forwarded message ---\nFrom: " + inner.header("from") + "\nDate: " + inner.header("date")
                + "\nSubject: " + inner.header("subject") + "\n\n" + text;
    }

    private static String clean(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\u0000", "")
                .replaceAll("[ \\t\\u00a0]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }
}
