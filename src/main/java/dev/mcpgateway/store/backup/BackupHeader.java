package dev.mcpgateway.store.backup;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The first line of a backup.
 *
 * @param madeAt when it was begun
 * @param store the kind of store it is of, {@code embedded} or {@code dynamodb}
 * @param gateway the version of the gateway that made it
 */
public record BackupHeader(Instant madeAt, String store, String gateway) {

    /** Raised when an older gateway could not read what this one writes. */
    private static final int VERSION = 1;

    private static final String FORMAT = "mcp-gateway-backup";

    JsonObject encode() {
        return new JsonObject()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("madeAt", madeAt.toString())
                .put("store", store)
                .put("gateway", gateway);
    }

    static BackupHeader decode(JsonObject json) {
        if (!FORMAT.equals(json.getValue("format")) || !(json.getValue("version") instanceof Integer version)) {
            throw new BackupDamaged("it is no backup of a gateway");
        }
        if (version != VERSION) {
            throw new BackupDamaged("it was made by a newer gateway, in format " + version
                    + " where this one reads format " + VERSION + ". Update this gateway");
        }
        try {
            return new BackupHeader(
                    Instant.parse(json.getString("madeAt")), json.getString("store"), json.getString("gateway"));
        } catch (DateTimeException | ClassCastException | NullPointerException e) {
            throw new BackupDamaged("its first line is damaged", e);
        }
    }
}
