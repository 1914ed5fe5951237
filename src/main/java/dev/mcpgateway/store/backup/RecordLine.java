package dev.mcpgateway.store.backup;

import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;

/** A record as a JSON object: all of it, its value sealed as it is, in Base64. */
public final class RecordLine {

    private RecordLine() {}

    /** The object of a record. */
    public static JsonObject encode(StoredRecord record) {
        return new JsonObject()
                .put("key", record.key())
                .put("kind", record.kind())
                .put("owner", record.owner())
                .put("version", record.version())
                .put("expires", record.expiresAt().toEpochMilli())
                .put("value", Base64.getEncoder().encodeToString(record.value().getBytes()));
    }

    /** The record of an object; fails with {@link BackupDamaged} when that is none. */
    public static StoredRecord decode(JsonObject json) {
        try {
            return new StoredRecord(
                    json.getString("key"),
                    json.getString("kind"),
                    json.getString("owner"),
                    json.getLong("version"),
                    Instant.ofEpochMilli(json.getLong("expires")),
                    Buffer.buffer(Base64.getDecoder().decode(json.getString("value"))));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new BackupDamaged("it is no record", e);
        }
    }
}
