package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PersonJson;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A browser session as it is stored, under the hash of what its cookie holds. */
final class StoredSession {
    private static final String KIND = "browser-session";

    private StoredSession() {}

    /** The id of the session with that cookie. */
    static String id(String cookie) {
        return Hash.sha256(cookie);
    }

    static String key(String id) {
        return KIND + "/" + id;
    }

    static StoredRecord record(BrowserSession session, Instant expiresAt) {
        return StoredRecord.create(
                key(session.id()),
                KIND,
                "sessions/" + session.person().id(),
                expiresAt,
                new JsonObject()
                        .put("person", PersonJson.encode(session.person()))
                        .put("csrf", session.csrf())
                        .put("signedInAt", session.signedInAt().toEpochMilli())
                        .toBuffer());
    }

    static BrowserSession decode(String id, StoredRecord stored) {
        JsonObject json = stored.value().toJsonObject();
        return new BrowserSession(
                id,
                PersonJson.decode(json.getJsonObject("person")),
                json.getString("csrf"),
                Instant.ofEpochMilli(json.getLong("signedInAt")));
    }
}
