package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.PersonJson;
import dev.mcpgateway.oauth.Resource;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Grants and scopes as they stand in records. */
final class GrantCodec {
    static final String KIND = "oauth-grant";

    private GrantCodec() {}

    static String key(String id) {
        return KIND + "/" + id;
    }

    static String owner(Grant grant) {
        // A tombstone of what never was belongs to nobody.
        return grant.revoked()
                ? StoredRecord.GATEWAY
                : "tokens/" + grant.person().id();
    }

    static JsonObject encode(Grant grant) {
        JsonArray access = new JsonArray();
        for (Grant.Access token : grant.access()) {
            access.add(new JsonObject()
                    .put("hash", token.hash())
                    .put("until", token.expiresAt().toEpochMilli())
                    .put("scopes", scopes(token.scopes()))
                    .put("resource", token.resource().path()));
        }
        return new JsonObject()
                .put("person", PersonJson.encode(grant.person()))
                .put("client", grant.clientId())
                .put("name", grant.name())
                .put("scopes", scopes(grant.scopes()))
                .put("resource", grant.resource().path())
                .put("created", grant.createdAt().toEpochMilli())
                .put("checked", grant.checkedAt().toEpochMilli())
                .put("refresh", grant.refresh())
                .put("used", grant.used())
                .put("rotated", grant.rotatedAt().toEpochMilli())
                .put("access", access)
                .put("revoked", grant.revoked());
    }

    static Grant decode(String id, StoredRecord stored) {
        JsonObject json = stored.value().toJsonObject();
        List<Grant.Access> access = new ArrayList<>();
        JsonArray tokens = json.getJsonArray("access");
        for (int i = 0; i < tokens.size(); i++) {
            JsonObject token = tokens.getJsonObject(i);
            access.add(new Grant.Access(
                    token.getString("hash"),
                    instant(token, "until"),
                    scopes(token.getJsonArray("scopes")),
                    new Resource(token.getString("resource"))));
        }
        return new Grant(
                id,
                PersonJson.decode(json.getJsonObject("person")),
                json.getString("client"),
                json.getString("name"),
                scopes(json.getJsonArray("scopes")),
                new Resource(json.getString("resource")),
                instant(json, "created"),
                instant(json, "checked"),
                stored.expiresAt(),
                json.getString("refresh"),
                json.getString("used"),
                instant(json, "rotated"),
                access,
                json.getBoolean("revoked", false));
    }

    static JsonArray scopes(Collection<Scope> scopes) {
        return new JsonArray(scopes.stream().sorted().map(Scope::value).toList());
    }

    static Set<Scope> scopes(@Nullable JsonArray array) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (array != null) {
            for (Object value : array) {
                // A scope that a newer or older task knows means nothing here.
                Scope scope = Scope.of(String.valueOf(value));
                if (scope != null) {
                    scopes.add(scope);
                }
            }
        }
        return scopes;
    }

    private static Instant instant(JsonObject json, String member) {
        return Instant.ofEpochMilli(json.getLong(member));
    }
}
