package dev.mcpgateway.app;

import dev.mcpgateway.app.management.BackupQuestion;
import dev.mcpgateway.store.RecordPages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Gives the command line, page by page and sealed as they are, the records of a store that this process holds. */
final class BackupPages {
    private final RecordPages pages;

    BackupPages(RecordPages pages) {
        this.pages = pages;
    }

    Future<JsonObject> run(JsonObject question) {
        return Future.succeededFuture(question)
                .map(BackupQuestion::decode)
                .compose(asked -> pages.page(asked.part(), asked.after()))
                .map(BackupQuestion::answer);
    }
}
