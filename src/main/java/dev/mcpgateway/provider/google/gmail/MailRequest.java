package dev.mcpgateway.provider.google.gmail;

import dev.mcpgateway.provider.google.api.GoogleRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The request that takes a mail to the service: inside of JSON, or as an upload when it is too large for that. */
final class MailRequest {
    /** Characters of Base64 in the arguments. Gmail takes some megabytes inside of JSON, where each mail is twice Base64. */
    private static final int MOST_INSIDE = 1 << 20;

    private static final int ROOM_FOR_TEXT = 1 << 16;

    private MailRequest() {}

    /**
     * Writes the mail.
     *
     * @param arguments those of the tool
     * @param draft whether it goes into the drafts instead of being sent
     */
    static GoogleRequest of(JsonObject arguments, MailDraft.@Nullable Reply reply, long mostBytes, boolean draft) {
        JsonObject message = new JsonObject();
        if (reply != null) {
            message.put("threadId", reply.threadId());
        }
        int encoded = encoded(arguments);
        return encoded <= MOST_INSIDE
                ? inside(arguments, reply, mostBytes, draft, message)
                : upload(arguments, reply, mostBytes, draft, message, encoded);
    }

    private static int encoded(JsonObject arguments) {
        int sum = 0;
        JsonArray files = arguments.getJsonArray("attachments", new JsonArray());
        for (int i = 0; i < files.size(); i++) {
            sum += files.getJsonObject(i).getString("contentBase64", "").length();
        }
        return sum;
    }

    private static GoogleRequest inside(
            JsonObject arguments, MailDraft.@Nullable Reply reply, long mostBytes, boolean draft, JsonObject message) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        MailDraft.write(arguments, reply, mostBytes, mail);
        message.put("raw", Base64.getUrlEncoder().encodeToString(mail.toByteArray()));
        return (draft ? GmailTools.post("drafts") : GmailTools.post("messages", "send")).json(whole(message, draft));
    }

    /** The mail is written where it is sent from, and is there once. */
    private static GoogleRequest upload(
            JsonObject arguments,
            MailDraft.@Nullable Reply reply,
            long mostBytes,
            boolean draft,
            JsonObject message,
            int encoded) {
        String boundary = "part-" + UUID.randomUUID();
        // Lines of 76 characters end with two more.
        Buffer body = Buffer.buffer((int) (encoded * 79L / 76) + ROOM_FOR_TEXT)
                .appendString("--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n")
                .appendString(whole(message, draft).encode())
                .appendString("\r\n--" + boundary + "\r\nContent-Type: message/rfc822\r\n\r\n");
        MailDraft.write(arguments, reply, mostBytes, new OutputStream() {
            @Override
            public void write(int one) {
                body.appendByte((byte) one);
            }

            @Override
            public void write(byte[] some, int offset, int length) {
                body.appendBytes(some, offset, length);
            }
        });
        body.appendString("\r\n--" + boundary + "--\r\n");
        return (draft ? GmailTools.upload("drafts") : GmailTools.upload("messages", "send"))
                .with("uploadType", "multipart")
                .body("multipart/related; boundary=" + boundary, body);
    }

    private static JsonObject whole(JsonObject message, boolean draft) {
        return draft ? new JsonObject().put("message", message) : message;
    }
}
