package dev.mcpgateway.provider.google.gmail;

import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writing mail, and labels on it. */
final class GmailWriting {
    private static final ToolHints SENDS = new ToolHints(false, true, false, true);

    private static final String MAIL = """
            "to":{"type":"array","items":{"type":"string","maxLength":500},"maxItems":100},
            "cc":{"type":"array","items":{"type":"string","maxLength":500},"maxItems":100},
            "bcc":{"type":"array","items":{"type":"string","maxLength":500},"maxItems":100},
            "subject":{"type":"string","maxLength":2000},"body":{"type":"string","maxLength":1000000},
            "isHtml":{"type":"boolean","default":false},
            "replyToMessageId":{"type":"string","maxLength":200,"description":"answers this mail in its thread"},
            "attachments":{"type":"array","maxItems":10,"items":{"type":"object","additionalProperties":false,
            "required":["filename","contentBase64"],"properties":{"filename":{"type":"string","maxLength":500},
            "mimeType":{"type":"string","maxLength":200},"contentBase64":{"type":"string"}}}}""";

    private GmailWriting() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "gmail_create_draft",
                        "Draft a mail",
                        "Puts a mail into the drafts without sending it.",
                        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{" + MAIL + "}}",
                        """
                        {"type":"object","required":["draftId"],"properties":{"draftId":{"type":"string"},
                        "messageId":{"type":"string"},"threadId":{"type":"string"}}}""",
                        ToolHints.ADDS,
                        GoogleScope.GMAIL_COMPOSE,
                        GmailWriting::draft),
                GoogleTool.of(
                        "gmail_send",
                        "Send a mail",
                        "Sends a mail at once, or an existing draft by its draftId alone. It cannot be taken back.",
                        """
                        {"type":"object","additionalProperties":false,"properties":{
                        "draftId":{"type":"string","maxLength":200},
                        """ + MAIL + "}}",
                        """
                        {"type":"object","required":["messageId"],"properties":{"messageId":{"type":"string"},
                        "threadId":{"type":"string"},"labelIds":{"type":"array","items":{"type":"string"}}}}""",
                        SENDS,
                        GoogleScope.GMAIL_SEND,
                        GmailWriting::send),
                GoogleTool.of(
                        "gmail_modify_labels",
                        "Change labels",
                        "Adds and removes labels of a mail. Without UNREAD it is read, without INBOX archived; TRASH deletes it.",
                        """
                        {"type":"object","additionalProperties":false,"required":["messageId"],"properties":{
                        "messageId":{"type":"string","minLength":1,"maxLength":200},
                        "addLabelIds":{"type":"array","items":{"type":"string","maxLength":200},"maxItems":100},
                        "removeLabelIds":{"type":"array","items":{"type":"string","maxLength":200},"maxItems":100}}}""",
                        """
                        {"type":"object","required":["messageId","labelIds"],"properties":{"messageId":{"type":"string"},
                        "labelIds":{"type":"array","items":{"type":"string"}}}}""",
                        ToolHints.SETS,
                        GoogleScope.GMAIL_MODIFY,
                        GmailWriting::labels));
    }

    private static Future<ToolResult> draft(GoogleCall call) {
        return mail(call, true).compose(call::json).map(draft -> {
            JsonObject message = draft.getJsonObject("message", new JsonObject());
            return ToolResult.of(new JsonObject()
                    .put("draftId", draft.getString("id", ""))
                    .put("messageId", message.getString("id", ""))
                    .put("threadId", message.getString("threadId", "")));
        });
    }

    private static Future<ToolResult> send(GoogleCall call) {
        String draftId = call.call().string("draftId");
        JsonObject given = call.call().arguments();
        if (draftId != null) {
            for (String other : List.of("to", "cc", "bcc", "subject", "body", "replyToMessageId", "attachments")) {
                if (given.containsKey(other)) {
                    throw invalid("draftId stands alone: a draft is sent as it is, without " + other + ".");
                }
            }
            call.require(GoogleScope.GMAIL_COMPOSE);
            return call.json(GmailTools.post("drafts", "send").json(new JsonObject().put("id", draftId)))
                    .map(GmailWriting::sent);
        }
        if (count(given, "to") + count(given, "cc") + count(given, "bcc") == 0
                && !given.containsKey("replyToMessageId")) {
            throw invalid("A mail needs somebody in to, cc or bcc.");
        }
        return mail(call, false).compose(call::json).map(GmailWriting::sent);
    }

    private static ToolResult sent(JsonObject message) {
        return ToolResult.of(new JsonObject()
                .put("messageId", message.getString("id", ""))
                .put("threadId", message.getString("threadId", ""))
                .put("labelIds", message.getJsonArray("labelIds", new JsonArray())));
    }

    private static int count(JsonObject given, String name) {
        return given.getJsonArray(name, new JsonArray()).size();
    }

    /** The mail as the service takes it. */
    private static Future<GoogleRequest> mail(GoogleCall call, boolean draft) {
        long most = call.limits().fileSize();
        JsonObject given = call.call().arguments();
        return reply(call)
                .compose(reply -> call.vertx().executeBlocking(() -> MailRequest.of(given, reply, most, draft), false));
    }

    private static Future<MailDraft.@Nullable Reply> reply(GoogleCall call) {
        String id = call.call().string("replyToMessageId");
        if (id == null) {
            return Future.succeededFuture(null);
        }
        call.require(GoogleScope.GMAIL_READ);
        return call.json(GmailTools.get("messages", id)
                        .with("format", "metadata")
                        .with("metadataHeaders", "Message-ID")
                        .with("metadataHeaders", "References")
                        .with("metadataHeaders", "Subject")
                        .with("metadataHeaders", "From")
                        .with("metadataHeaders", "Reply-To"))
                .map(message -> {
                    JsonObject payload = message.getJsonObject("payload", new JsonObject());
                    MailPart mail = GmailPayload.read(payload);
                    String answerTo = GmailPayload.raw(payload, "reply-to");
                    String sender = answerTo.isEmpty() ? GmailPayload.raw(payload, "from") : answerTo;
                    return new MailDraft.Reply(
                            message.getString("threadId", ""),
                            mail.header("message-id"),
                            mail.header("references"),
                            mail.header("subject"),
                            sender);
                });
    }

    private static Future<ToolResult> labels(GoogleCall call) {
        JsonObject given = call.call().arguments();
        if (count(given, "addLabelIds") + count(given, "removeLabelIds") == 0) {
            throw invalid("Name at least one label in addLabelIds or removeLabelIds.");
        }
        JsonObject change = new JsonObject()
                .put("addLabelIds", given.getJsonArray("addLabelIds", new JsonArray()))
                .put("removeLabelIds", given.getJsonArray("removeLabelIds", new JsonArray()));
        return call.json(GmailTools.post("messages", call.call().required("messageId"), "modify")
                        .json(change))
                .map(message -> ToolResult.of(new JsonObject()
                        .put("messageId", message.getString("id", ""))
                        .put("labelIds", message.getJsonArray("labelIds", new JsonArray()))));
    }

    private static ToolFailure invalid(String what) {
        return new ToolFailure(ToolFailure.INVALID_ARGUMENT, what, "Correct the arguments, then call again.");
    }
}
