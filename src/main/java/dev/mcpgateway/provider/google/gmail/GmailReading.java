package dev.mcpgateway.provider.google.gmail;

import dev.mcpgateway.provider.google.api.Base64Field;
import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Reading mail: messages, threads and attachments. */
final class GmailReading {
    private static final int MOST_IN_THREAD = 50;
    /** A mail that Gmail itself could not take apart is small, or not worth reading whole. */
    private static final long MOST_RAW = 5 << 20;

    private static final String MESSAGE = """
            {"type":"object","required":["id","text","textLength","attachments"],"properties":{
            "id":{"type":"string"},"threadId":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},
            "cc":{"type":"string"},"subject":{"type":"string"},"date":{"type":"string"},
            "labelIds":{"type":"array","items":{"type":"string"}},"text":{"type":"string"},
            "textLength":{"type":"integer"},"nextOffset":{"type":"integer"},
            "attachments":{"type":"array","items":{"type":"object","properties":{"filename":{"type":"string"},
            "mimeType":{"type":"string"},"size":{"type":"integer"},"attachmentId":{"type":"string"}}}}}}""";

    private GmailReading() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "gmail_get",
                        "Read a mail",
                        "Reads a mail: headers, text (HTML made text), attachments. A long text is cut; go on at nextOffset.",
                        """
                        {"type":"object","additionalProperties":false,"required":["messageId"],"properties":{
                        "messageId":{"type":"string","minLength":1,"maxLength":200},
                        "offset":{"type":"integer","minimum":0,"default":0}}}""",
                        MESSAGE,
                        ToolHints.READS,
                        GoogleScope.GMAIL_READ,
                        GmailReading::get),
                GoogleTool.of(
                        "gmail_get_thread",
                        "Read a conversation",
                        "Reads the mails of a thread, oldest first, each cut to its share; gmail_get reads one whole.",
                        """
                        {"type":"object","additionalProperties":false,"required":["threadId"],"properties":{
                        "threadId":{"type":"string","minLength":1,"maxLength":200},
                        "offset":{"type":"integer","minimum":0,"default":0,"description":"mails to skip"}}}""",
                        """
                        {"type":"object","required":["threadId","messages","messageCount"],"properties":{
                        "threadId":{"type":"string"},"messageCount":{"type":"integer"},"nextOffset":{"type":"integer"},
                        "messages":{"type":"array","items":""" + MESSAGE + "}}}",
                        ToolHints.READS,
                        GoogleScope.GMAIL_READ,
                        GmailReading::thread),
                GoogleTool.of(
                        "gmail_get_attachment",
                        "Get an attachment",
                        "Gets an attachment that gmail_get has listed, as an embedded resource.",
                        """
                        {"type":"object","additionalProperties":false,"required":["messageId","attachmentId"],"properties":{
                        "messageId":{"type":"string","minLength":1,"maxLength":200},
                        "attachmentId":{"type":"string","minLength":1,"maxLength":2000},
                        "filename":{"type":"string","maxLength":500},
                        "mimeType":{"type":"string","maxLength":200,"pattern":"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$"}}}""",
                        """
                        {"type":"object","required":["size","mimeType"],"properties":{"filename":{"type":"string"},
                        "size":{"type":"integer"},"mimeType":{"type":"string"}}}""",
                        ToolHints.READS,
                        GoogleScope.GMAIL_READ,
                        GmailReading::attachment));
    }

    private static Future<ToolResult> get(GoogleCall call) {
        String id = call.call().required("messageId");
        int offset = call.call().integer("offset");
        int most = call.limits().textLength();
        return call.json(GmailTools.get("messages", id).with("format", "full")).compose(message -> {
            MailPart mail = GmailPayload.read(message.getJsonObject("payload", new JsonObject()));
            return texts(call, id, mail)
                    .compose(complete -> call.vertx()
                            .executeBlocking(
                                    () -> ToolResult.of(GmailMessages.whole(message, complete, offset, most)), false));
        });
    }

    /** The mail with its long texts, which Gmail keeps apart, or as it was sent where Gmail found nothing to read in it. */
    private static Future<MailPart> texts(GoogleCall call, String id, MailPart mail) {
        List<MailPart> apart = LongTexts.of(mail);
        if (!apart.isEmpty()) {
            return call.each(
                            apart,
                            part -> call.bytes(GmailTools.get("messages", id, "attachments", LongTexts.id(part)))
                                    .map(body -> Base64Field.data(body, GoogleService.GMAIL)))
                    .map(found -> LongTexts.put(mail, apart, found));
        }
        if (!mail.parts().isEmpty() || mail.bytes() != null || mail.attachmentId() != null) {
            return Future.succeededFuture(mail);
        }
        return call.json(GmailTools.get("messages", id).with("format", "raw"))
                .compose(raw -> call.vertx()
                        .executeBlocking(
                                () -> {
                                    String text = raw.getString("raw", "");
                                    return text.isEmpty() || text.length() > MOST_RAW
                                            ? mail
                                            : RawMail.parse(
                                                    Base64.getUrlDecoder().decode(text));
                                },
                                false));
    }

    private static Future<ToolResult> thread(GoogleCall call) {
        String id = call.call().required("threadId");
        int offset = call.call().integer("offset");
        return call.json(GmailTools.get("threads", id).with("format", "full"))
                .compose(thread -> call.vertx()
                        .executeBlocking(
                                () -> ToolResult.of(
                                        thread(thread, offset, call.limits().textLength())),
                                false));
    }

    private static JsonObject thread(JsonObject thread, int offset, int most) {
        JsonArray all = thread.getJsonArray("messages", new JsonArray());
        int begin = Math.min(offset, all.size());
        int end = Math.min(begin + MOST_IN_THREAD, all.size());
        JsonArray messages = new JsonArray();
        for (int i = begin; i < end; i++) {
            JsonObject message = all.getJsonObject(i);
            MailPart mail = GmailPayload.read(message.getJsonObject("payload", new JsonObject()));
            messages.add(GmailMessages.whole(message, mail, 0, Math.max(1, most / (end - begin))));
        }
        JsonObject result = new JsonObject()
                .put("threadId", thread.getString("id", ""))
                .put("messageCount", all.size())
                .put("messages", messages);
        return end < all.size() ? result.put("nextOffset", end) : result;
    }

    private static Future<ToolResult> attachment(GoogleCall call) {
        String message = call.call().required("messageId");
        String id = call.call().required("attachmentId");
        return call.bytes(GmailTools.get("messages", message, "attachments", id))
                .compose(body -> call.vertx()
                        .executeBlocking(
                                () -> file(call, message, Base64Field.data(body, GoogleService.GMAIL)), false));
    }

    private static ToolResult file(GoogleCall call, String message, Buffer bytes) {
        long most = call.limits().fileSize();
        if (bytes.length() > most) {
            throw new ToolFailure(
                    "gmail_api_error",
                    "The attachment has " + bytes.length() + " bytes; more than " + most + " are not passed on.",
                    "Ask the person to open it in Gmail.");
        }
        String given = call.call().string("filename");
        String name = given == null || given.isBlank() ? "attachment" : given;
        String type = call.call().string("mimeType");
        String mimeType = type == null ? "application/octet-stream" : type;
        JsonObject said = new JsonObject()
                .put("filename", name)
                .put("size", bytes.length())
                .put("mimeType", mimeType);
        String uri = "gmail://messages/" + escape(message) + "/attachments/" + escape(name);
        return ToolResult.of(said).withFile(uri, mimeType, bytes);
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
