package dev.mcpgateway.session;

import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a person has here, in one record: stores find by key alone, so what people list has to stand together. The record is
 * a list by section ({@code clients}, {@code tokens}, …) and id; what the entries mean is known to whoever keeps them.
 */
public final class PersonIndex {
    private static final String KIND = "person-index";
    private static final int MOST_CONFLICTS = 20;
    private static final Duration KEPT = Duration.ofDays(400);
    private static final String UNTIL = "until";

    private final RecordStore store;

    public PersonIndex(RecordStore store) {
        this.store = store;
    }

    /** What the person has; an empty object for somebody unknown. Changing it changes nothing. */
    public Future<JsonObject> read(String personId) {
        return store.get(key(personId))
                .map(stored ->
                        stored.map(record -> record.value().toJsonObject()).orElseGet(JsonObject::new));
    }

    /**
     * Changes what a person has; again on top of what somebody else wrote in between. Entries whose {@code until}, epoch
     * milliseconds, has passed go with the next change. What stays the same is not written.
     *
     * @param change gets a whole copy and returns what to write; called again after a conflict
     * @return what was written
     */
    public Future<JsonObject> change(String personId, UnaryOperator<JsonObject> change) {
        return change(personId, change, 0);
    }

    private Future<JsonObject> change(String personId, UnaryOperator<JsonObject> change, int conflicts) {
        return store.get(key(personId)).compose(stored -> {
            JsonObject before =
                    stored.map(record -> record.value().toJsonObject()).orElseGet(JsonObject::new);
            Instant now = Instant.now();
            JsonObject after = change.apply(before.copy());
            prune(after, now.toEpochMilli());
            if (after.equals(before)) {
                return Future.succeededFuture(after);
            }
            Instant expiry = now.plus(KEPT);
            StoredRecord next = stored.map(record -> record.with(expiry, after.toBuffer()))
                    .orElseGet(() ->
                            StoredRecord.create(key(personId), KIND, "tokens/" + personId, expiry, after.toBuffer()));
            return store.put(next)
                    .map(after)
                    .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                            ? change(personId, change, conflicts + 1)
                            : Future.failedFuture(failure));
        });
    }

    /** A section of what a person has, made when there is none. */
    public static JsonObject section(JsonObject index, String section) {
        JsonObject found = index.getJsonObject(section);
        if (found == null) {
            found = new JsonObject();
            index.put(section, found);
        }
        return found;
    }

    private static void prune(JsonObject index, long now) {
        for (String name : index.fieldNames()) {
            if (index.getValue(name) instanceof JsonObject section) {
                List.copyOf(section.fieldNames()).stream()
                        .filter(id -> section.getValue(id) instanceof JsonObject entry
                                && entry.getLong(UNTIL, Long.MAX_VALUE) <= now)
                        .forEach(section::remove);
            }
        }
    }

    /** By hash, since an id may be longer than a key. */
    private static String key(String personId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(personId.getBytes(StandardCharsets.UTF_8));
            return "person-index/" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
