package dev.mcpgateway.peer;

import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The ids of all tasks in one record, since a store cannot list. Written when a task comes or goes; those that died are taken
 * out by the next that comes, and whoever reads must look whether they live.
 */
final class TaskIndex {
    private static final String KEY = "task-index/all";
    private static final String KIND = "task-index";
    private static final int MOST_CONFLICTS = 20;

    private final RecordStore store;

    TaskIndex(RecordStore store) {
        this.store = store;
    }

    Future<Set<String>> ids() {
        return store.get(KEY)
                .map(found -> found.map(record -> decode(record.value())).orElseGet(Set::of));
    }

    /**
     * Adds a task, and takes out the dead.
     *
     * @param dead which of the given ids have died
     */
    Future<Void> add(String id, Function<Set<String>, Future<Set<String>>> dead) {
        return ids().compose(dead)
                .compose(gone -> change(
                        ids -> {
                            Set<String> next = new LinkedHashSet<>(ids);
                            // Others may have come meanwhile, so nobody goes who was not seen to be dead.
                            next.removeAll(gone);
                            next.add(id);
                            return next;
                        },
                        MOST_CONFLICTS));
    }

    Future<Void> remove(String id) {
        return change(
                ids -> {
                    Set<String> next = new LinkedHashSet<>(ids);
                    next.remove(id);
                    return next;
                },
                MOST_CONFLICTS);
    }

    private Future<Void> change(UnaryOperator<Set<String>> how, int conflicts) {
        return store.get(KEY)
                .compose(found -> store.put(found.map(
                                record -> record.with(StoredRecord.NEVER, encode(how.apply(decode(record.value())))))
                        .orElseGet(() -> StoredRecord.create(
                                KEY, KIND, StoredRecord.GATEWAY, StoredRecord.NEVER, encode(how.apply(Set.of()))))))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof VersionConflict && conflicts > 0
                        ? change(how, conflicts - 1)
                        : Future.failedFuture(failure));
    }

    private static Buffer encode(Set<String> ids) {
        JsonArray array = new JsonArray();
        ids.forEach(array::add);
        return array.toBuffer();
    }

    private static Set<String> decode(Buffer value) {
        Set<String> ids = new LinkedHashSet<>();
        new JsonArray(value).forEach(id -> ids.add(String.valueOf(id)));
        return ids;
    }
}
