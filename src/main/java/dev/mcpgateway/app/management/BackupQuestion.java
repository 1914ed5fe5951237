package dev.mcpgateway.app.management;

import dev.mcpgateway.store.RecordPages;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.backup.RecordLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks a gateway that holds a store for: a page of its records.
 *
 * @param after where the page begins; null for the first
 */
public record BackupQuestion(
        RecordPages.Part part, @Nullable String after) {
    /** Where such questions are posted. */
    public static final String PATH = OperatorSeal.PATH + "/backup";

    public JsonObject encode() {
        return new JsonObject()
                .put("part", part.name().toLowerCase(Locale.ROOT))
                .put("after", after);
    }

    /** Fails with {@link IllegalArgumentException}. */
    public static BackupQuestion decode(JsonObject json) {
        return new BackupQuestion(
                RecordPages.Part.valueOf(json.getString("part", "").toUpperCase(Locale.ROOT)), json.getString("after"));
    }

    /** The answer that has this page. */
    public static JsonObject answer(RecordPages.Page page) {
        return new JsonObject()
                .put(
                        "records",
                        new JsonArray(
                                page.records().stream().map(RecordLine::encode).toList()))
                .put("next", page.next());
    }

    /** The page of an answer. */
    public static RecordPages.Page page(JsonObject answer) {
        List<StoredRecord> records = new ArrayList<>();
        for (Object each : answer.getJsonArray("records")) {
            records.add(RecordLine.decode((JsonObject) each));
        }
        return new RecordPages.Page(records, answer.getString("next"));
    }
}
