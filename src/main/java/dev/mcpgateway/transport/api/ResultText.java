package dev.mcpgateway.transport.api;

import dev.mcpgateway.protocol.JsonSlice;
import java.util.List;

/** What a tool result says in words. */
final class ResultText {
    private static final int LONGEST = 4_000;

    private ResultText() {}

    /** The text contents, one after the other; cut, since the result stands beside it. */
    static String of(JsonSlice result) {
        JsonSlice content = result.get("content");
        StringBuilder text = new StringBuilder();
        for (JsonSlice part : content == null ? List.<JsonSlice>of() : content.elements()) {
            String said = "text".equals(part.string("type")) ? part.string("text") : null;
            if (said != null) {
                text.append(text.isEmpty() ? "" : "\n").append(said);
            }
            if (text.length() > LONGEST) {
                return text.substring(0, LONGEST) + "…";
            }
        }
        return text.isEmpty() ? "the tool reports an error and says nothing about it" : text.toString();
    }
}
