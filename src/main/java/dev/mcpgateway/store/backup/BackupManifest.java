package dev.mcpgateway.store.backup;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last line of a backup: what has to be in it.
 *
 * @param kinds how many records there are of each kind, and the digest of their lines
 * @param sha256 the digest of all that stands before the line, in hexadecimal
 */
public record BackupManifest(SortedMap<String, Kind> kinds, String sha256) {

    /**
     * The records of one kind.
     *
     * @param sha256 of their lines, in hexadecimal
     */
    public record Kind(long records, String sha256) {}

    /** How many records there are. */
    public long records() {
        return kinds.values().stream().mapToLong(Kind::records).sum();
    }

    JsonObject encode() {
        JsonObject all = new JsonObject();
        kinds.forEach((name, kind) ->
                all.put(name, new JsonObject().put("records", kind.records()).put("sha256", kind.sha256())));
        return new JsonObject()
                .put("manifest", new JsonObject().put("records", records()).put("kinds", all))
                .put("sha256", sha256);
    }

    /** Whether a line is a manifest, and no record. */
    static boolean isOne(JsonObject line) {
        return line.getValue("manifest") instanceof JsonObject;
    }

    static BackupManifest decode(JsonObject line) {
        try {
            SortedMap<String, Kind> kinds = new TreeMap<>();
            for (Map.Entry<String, Object> each : line.getJsonObject("manifest").getJsonObject("kinds")) {
                JsonObject kind = (JsonObject) each.getValue();
                kinds.put(each.getKey(), new Kind(kind.getLong("records"), kind.getString("sha256")));
            }
            return new BackupManifest(kinds, line.getString("sha256"));
        } catch (ClassCastException | NullPointerException e) {
            throw new BackupDamaged("its manifest, the last line, is damaged", e);
        }
    }
}
