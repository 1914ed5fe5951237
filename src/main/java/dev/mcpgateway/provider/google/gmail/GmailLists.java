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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finding mail: lists of summaries, and labels. */
final class GmailLists {
    private static final List<String> HEADERS = List.of("From", "To", "Subject", "Date");

    private static final String PAGE = """
            "maxResults":{"type":"integer","minimum":1,"maximum":50,"default":10},
            "pageToken":{"type":"string","maxLength":1000,"description":"nextPageToken of the page before"}""";

    private static final String SUMMARIES = """
            {"type":"object","required":["messages"],"properties":{
              "messages":{"type":"array","items":{"type":"object","required":["id","threadId"],"properties":{
                "id":{"type":"string"},"threadId":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},
                "subject":{"type":"string"},"date":{"type":"string"},"snippet":{"type":"string"},
                "labelIds":{"type":"array","items":{"type":"string"}}}}},
              "nextPageToken":{"type":"string"},"estimatedTotal":{"type":"integer"},
              "failed":{"type":"array","items":{"type":"object"}}}}""";

    private GmailLists() {}

    static List<GoogleTool> tools() {
        return List.of(
                GoogleTool.of(
                        "gmail_search",
                        "Search mail",
                        "Finds mail with Gmail's search syntax, newest first, as summaries; gmail_get reads one.",
                        """
                        {"type":"object","additionalProperties":false,"required":["query"],"properties":{
                        "query":{"type":"string","minLength":1,"maxLength":2000,
                        "description":"e.g. from:ann has:attachment newer_than:7d"},
                        """ + PAGE + "}}",
                        SUMMARIES,
                        ToolHints.READS,
                        GoogleScope.GMAIL_READ,
                        call -> summaries(call, call.call().required("query"), null)),
                GoogleTool.of(
                        "gmail_list",
                        "List mail",
                        "Lists the mail that has all of these labels, newest first, as summaries.",
                        """
                        {"type":"object","additionalProperties":false,"properties":{
                        "labelIds":{"type":"array","items":{"type":"string","maxLength":200},"maxItems":10,"default":["INBOX"]},
                        """ + PAGE + "}}",
                        SUMMARIES,
                        ToolHints.READS,
                        GoogleScope.GMAIL_READ,
                        call -> summaries(call, null, call.call().arguments().getJsonArray("labelIds"))),
                GoogleTool.of(
                        "gmail_list_labels",
                        "List labels",
                        "Lists the labels of the mailbox with their ids.",
                        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}",
                        """
                        {"type":"object","required":["labels"],"properties":{"labels":{"type":"array","items":
                        {"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},
                        "name":{"type":"string"},"type":{"type":"string"}}}}}}""",
                        ToolHints.READS,
                        GoogleScope.GMAIL_LABELS_READ,
                        GmailLists::labels));
    }

    /** One round trip for the ids and one for all summaries together. */
    private static Future<ToolResult> summaries(GoogleCall call, @Nullable String query, @Nullable JsonArray labels) {
        GoogleRequest list = GmailTools.get("messages")
                .with("q", query)
                .with("maxResults", call.call().integer("maxResults"))
                .with("pageToken", call.call().string("pageToken"));
        if (labels != null) {
            labels.forEach(label -> list.with("labelIds", label));
        }
        return call.json(list).compose(page -> {
            List<String> ids = new ArrayList<>();
            page.getJsonArray("messages", new JsonArray())
                    .forEach(entry -> ids.add(((JsonObject) entry).getString("id")));
            return call.each(ids, id -> call.json(summaryOf(id))).map(outcomes -> result(page, ids, outcomes));
        });
    }

    private static GoogleRequest summaryOf(String id) {
        GoogleRequest get = GmailTools.get("messages", id)
                .with("format", "metadata")
                .with("fields", "id,threadId,labelIds,snippet,internalDate,payload/headers");
        HEADERS.forEach(name -> get.with("metadataHeaders", name));
        return get;
    }

    /** What could not be read is said, and hides nothing of what could. */
    private static ToolResult result(JsonObject page, List<String> ids, List<Future<JsonObject>> outcomes) {
        JsonArray messages = new JsonArray();
        JsonArray failed = new JsonArray();
        for (int i = 0; i < outcomes.size(); i++) {
            Future<JsonObject> outcome = outcomes.get(i);
            if (outcome.succeeded()) {
                messages.add(GmailMessages.summary(outcome.result()));
            } else if (outcome.cause() instanceof ToolFailure told) {
                if (told.code().equals(ToolFailure.TOKEN_EXPIRED) || ids.size() == 1) {
                    throw told;
                }
                failed.add(new JsonObject()
                        .put("id", ids.get(i))
                        .put("code", told.code())
                        .put("message", told.getMessage()));
            } else {
                throw new IllegalStateException("a summary could not be read", outcome.cause());
            }
        }
        JsonObject result = new JsonObject().put("messages", messages);
        if (page.getString("nextPageToken") != null) {
            result.put("nextPageToken", page.getString("nextPageToken"));
        }
        if (page.getValue("resultSizeEstimate") instanceof Number estimate) {
            result.put("estimatedTotal", estimate.longValue());
        }
        return ToolResult.of(failed.isEmpty() ? result : result.put("failed", failed));
    }

    private static Future<ToolResult> labels(GoogleCall call) {
        return call.json(GmailTools.get("labels")).map(answer -> {
            JsonArray labels = new JsonArray();
            for (Object entry : answer.getJsonArray("labels", new JsonArray())) {
                JsonObject label = (JsonObject) entry;
                labels.add(new JsonObject()
                        .put("id", label.getString("id"))
                        .put("name", label.getString("name", ""))
                        .put("type", label.getString("type", "")));
            }
            return ToolResult.of(new JsonObject().put("labels", labels));
        });
    }
}
