package dev.mcpgateway.provider.google.gmail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Messages of the service as results show them. */
final class GmailMessages {
    private static final int MOST_HEADER = 500;
    private static final List<String> READ = List.of("from", "to", "cc", "subject", "date");

    private GmailMessages() {}

    static JsonObject summary(JsonObject message) {
        MailPart mail = GmailPayload.read(message.getJsonObject("payload", new JsonObject()));
        JsonObject summary = new JsonObject()
                .put("id", message.getString("id", ""))
                .put("threadId", message.getString("threadId", ""));
        for (String name : List.of("from", "to", "subject", "date")) {
            put(summary, name, mail.header(name));
        }
        // Gmail escapes snippets as if they were HTML.
        put(summary, "snippet", HtmlText.of(message.getString("snippet", "")));
        return summary.put("labelIds", message.getJsonArray("labelIds", new JsonArray()));
    }

    /**
     * A message to read.
     *
     * @param offset where the text goes on
     * @param most characters of text
     */
    static JsonObject whole(JsonObject message, MailPart mail, int offset, int most) {
        MailText read = MailText.of(mail);
        JsonObject whole = new JsonObject()
                .put("id", message.getString("id", ""))
                .put("threadId", message.getString("threadId", ""));
        READ.forEach(name -> put(whole, name, mail.header(name)));
        whole.put("labelIds", message.getJsonArray("labelIds", new JsonArray()));
        cut(whole, read.text(), offset, most);
        JsonArray attachments = new JsonArray();
        for (MailPart part : read.attachments()) {
            JsonObject attachment = new JsonObject()
                    .put("filename", part.filename())
                    .put("mimeType", part.mimeType())
                    .put("size", part.size());
            if (part.attachmentId() != null) {
                attachment.put("attachmentId", part.attachmentId());
            }
            attachments.add(attachment);
        }
        return whole.put("attachments", attachments);
    }

    /** Puts a part of a text, its length, and where to go on. No character is taken apart. */
    private static void cut(JsonObject json, String text, int offset, int most) {
        int begin = border(text, Math.min(offset, text.length()));
        int end = border(text, Math.min(text.length(), begin + most));
        json.put("text", text.substring(begin, end)).put("textLength", text.length());
        if (end < text.length()) {
            json.put("nextOffset", end);
        }
    }

    private static int border(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    private static void put(JsonObject json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value.length() <= MOST_HEADER ? value : value.substring(0, MOST_HEADER) + "…");
        }
    }
}
