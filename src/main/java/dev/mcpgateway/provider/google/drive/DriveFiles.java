package dev.mcpgateway.provider.google.drive;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of the service as results show them. */
final class DriveFiles {
    static final String FOLDER = "application/vnd.google-apps.folder";
    static final String SHORTCUT = "application/vnd.google-apps.shortcut";

    /** What the service is asked for. */
    static final String FIELDS = "id,name,mimeType,size,modifiedTime,parents,trashed,webViewLink,driveId,"
            + "owners(emailAddress),shortcutDetails(targetId,targetMimeType)";

    private static final String PROPERTIES = """
            "id":{"type":"string"},"name":{"type":"string"},"mimeType":{"type":"string"},"size":{"type":"integer"},
            "modifiedTime":{"type":"string"},"folderId":{"type":"string"},"owner":{"type":"string"},
            "driveId":{"type":"string"},"trashed":{"type":"boolean"},"targetId":{"type":"string"},
            "targetMimeType":{"type":"string"},"link":{"type":"string"}""";

    /** One file. */
    static final String SCHEMA = schema("");

    private DriveFiles() {}

    /** @param more properties, each behind a comma */
    static String schema(String more) {
        return "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{" + PROPERTIES + more + "}}";
    }

    static JsonObject compact(JsonObject file) {
        JsonObject compact = new JsonObject().put("id", file.getString("id", ""));
        for (String name : List.of("name", "mimeType", "modifiedTime", "driveId")) {
            put(compact, name, file.getString(name));
        }
        if (file.getValue("size") != null) {
            compact.put("size", size(file));
        }
        JsonArray parents = file.getJsonArray("parents", new JsonArray());
        if (!parents.isEmpty()) {
            compact.put("folderId", parents.getString(0));
        }
        JsonArray owners = file.getJsonArray("owners", new JsonArray());
        if (!owners.isEmpty()) {
            put(compact, "owner", owners.getJsonObject(0).getString("emailAddress"));
        }
        if (file.getBoolean("trashed", false)) {
            compact.put("trashed", true);
        }
        JsonObject target = file.getJsonObject("shortcutDetails", new JsonObject());
        put(compact, "targetId", target.getString("targetId"));
        put(compact, "targetMimeType", target.getString("targetMimeType"));
        put(compact, "link", file.getString("webViewLink"));
        return compact;
    }

    /** Bytes, which the service writes as a text; zero for what has none, such as a document of Google Docs. */
    static long size(JsonObject file) {
        String size = String.valueOf(file.getValue("size"));
        return size.matches("[0-9]{1,18}") ? Long.parseLong(size) : 0;
    }

    private static void put(JsonObject json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
