package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.config.Secret;
import dev.mcpgateway.oauth.lease.Leased;
import dev.mcpgateway.oauth.upstream.server.UpstreamClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A grant as it is stored. */
final class GrantCodec {
    private static final int FORMAT = 1;

    private GrantCodec() {}

    static Buffer encode(Leased<UpstreamGrant> leased) {
        UpstreamGrant grant = leased.grant();
        JsonObject json = new JsonObject()
                .put("format", FORMAT)
                .put("address", grant.address())
                .put("resource", grant.resource())
                .put("issuer", grant.issuer())
                .put("client", grant.client().toJson())
                .put("redirectUri", grant.redirectUri())
                .put("scopes", array(grant.scopes()))
                .put("wanted", array(grant.wanted()))
                .put("accessToken", grant.accessToken().reveal())
                .put("connectedAt", grant.connectedAt().toEpochMilli())
                .put("givenAt", grant.givenAt().toEpochMilli())
                .put("leasedUntil", leased.until().toEpochMilli());
        if (grant.expiresAt() != null) {
            json.put("expiresAt", grant.expiresAt().toEpochMilli());
        }
        if (grant.refreshToken() != null) {
            json.put("refreshToken", grant.refreshToken().reveal());
        }
        return json.toBuffer();
    }

    static Leased<UpstreamGrant> decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        if (json.getInteger("format") != FORMAT) {
            throw new IllegalStateException("the grant was written by a newer gateway");
        }
        Long expiresAt = json.getLong("expiresAt");
        String refreshToken = json.getString("refreshToken");
        return new Leased<>(
                new UpstreamGrant(
                        json.getString("address"),
                        json.getString("resource"),
                        json.getString("issuer"),
                        UpstreamClient.fromJson(json.getJsonObject("client")),
                        json.getString("redirectUri"),
                        set(json.getJsonArray("scopes")),
                        set(json.getJsonArray("wanted")),
                        Secret.of(json.getString("accessToken")),
                        expiresAt == null ? null : Instant.ofEpochMilli(expiresAt),
                        refreshToken == null ? null : Secret.of(refreshToken),
                        Instant.ofEpochMilli(json.getLong("connectedAt")),
                        Instant.ofEpochMilli(json.getLong("givenAt"))),
                Instant.ofEpochMilli(json.getLong("leasedUntil")));
    }

    static JsonArray array(Set<String> texts) {
        return new JsonArray(List.copyOf(new TreeSet<>(texts)));
    }

    static Set<String> set(@Nullable JsonArray array) {
        return array == null ? Set.of() : array.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
